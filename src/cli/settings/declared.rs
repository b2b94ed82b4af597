//! The form in which settings are declared, from which follow a setting's flag and help, its
//! variable, its key in a file, and its place in [`Settings`](super::Settings).

/// Declares all settings: first those that are fields of `Settings` itself, then the groups, each a
/// struct of the layer that uses it. A declaration is
/// `field: Type = "key", Form, default, notation;` below its help, whose first paragraph is the
/// flag's; `shared` before the field marks those that every command takes. In groups the struct
/// tells types and, by its `Default`, defaults.
macro_rules! settings {
    (
        $($heading:literal {
            $($(#[doc = $help:literal])+ $($shared:ident)? @ $field:ident: $type:ty
                = $key:literal, $form:expr, $default:expr, $notation:expr;)+
        })+
        groups
        $($group_heading:literal $group:ident: $struct:ident {
            $($(#[doc = $group_help:literal])+ $group_field:ident
                = $group_key:literal, $group_form:expr, $group_notation:expr;)+
        })*
    ) => {
        /// The settings, valid.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Settings {
            $($($(#[doc = $help])+ pub $field: $type,)+)+
            $(#[doc = $group_heading] pub $group: $struct,)*
        }

        /// Every setting, in the order in which they are told.
        #[allow(clippy::vec_init_then_push, reason = "groups have defaults of their own")]
        pub static SETTINGS: LazyLock<Vec<Setting>> = LazyLock::new(|| {
            let mut settings = Vec::new();
            $($(settings.push(Setting {
                key: $key, heading: $heading, form: $form, help: &[$($help),+],
                default: $notation.write(&$default), shared: settings!(@shared $($shared)?),
            });)+)+
            $(
                let defaults = $struct::default();
                $(settings.push(Setting {
                    key: $group_key, heading: $group_heading, form: $group_form,
                    help: &[$($group_help),+], shared: false,
                    default: $group_notation.write(&defaults.$group_field),
                });)+
            )*
            settings
        });

        impl Settings {
            /// The settings that the layers give; `None` where a layer gives a wrong value.
            fn of(layers: &mut Layers<'_>) -> Option<Self> {
                // Each is read before any is missed, so that all that is wrong is told at once.
                $($(let $field = layers.value($key, &$notation);)+)+
                $(let $group = {
                    $(let $group_field = layers.value($group_key, &$group_notation);)+
                    move || Some($struct { $($group_field: $group_field?,)+ })
                };)*
                Some(Self { $($($field: $field?,)+)+ $($group: $group()?,)* })
            }
        }
    };
    (@shared shared) => { true };
    (@shared) => { false };
}

pub(super) use settings;

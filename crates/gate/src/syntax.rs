//! The grammar of executable documents. The library's parser mends what it does not understand,
//! and may leave out an argument in doing so; so a document is held to the grammar before it.
//!
//! Specification: <https://spec.graphql.org/September2025/#sec-Document-Syntax>.

mod lexer;

use lexer::{Kind, Lexer, Token};

use crate::{GateError, Location};

/// Words that begin a definition of a schema; that it cannot be executed is said later.
const TYPE_SYSTEM: [&str; 9] =
    ["schema", "scalar", "type", "interface", "union", "enum", "input", "directive", "extend"];

/// Holds a text to the grammar, and gives it back with blanks for comments and commas: each costs
/// the library as much as a token, and is counted as none. Every byte keeps its place.
pub(crate) fn hold(text: &str, nesting: usize, tokens: usize) -> Result<String, GateError> {
    let held = Grammar::new(text, nesting, tokens).and_then(|mut grammar| {
        grammar.document()?;
        Ok(blanked(text, &grammar.lexer.ignored))
    });
    held.map_err(|SyntaxFault { message, offset }| GateError {
        message: format!("Syntax Error: {message}"),
        locations: vec![Location::of(text, offset)],
    })
}

/// A text with blanks from one byte to another, several times.
fn blanked(text: &str, ranges: &[(usize, usize)]) -> String {
    let mut blanked = String::with_capacity(text.len());
    let mut kept = 0;
    for (from, to) in ranges {
        blanked.push_str(text.get(kept..*from).unwrap_or_default());
        blanked.extend(std::iter::repeat_n(' ', to - from));
        kept = *to;
    }
    blanked.push_str(text.get(kept..).unwrap_or_default());
    blanked
}

/// What does not keep to the grammar, and from which byte on.
#[derive(Debug)]
struct SyntaxFault {
    message: String,
    offset: usize,
}

type Held = Result<(), SyntaxFault>;

struct Grammar<'a> {
    lexer: Lexer<'a>,
    token: Token<'a>,
    /// How many more brackets may be opened, and tokens read.
    nesting: usize,
    tokens: usize,
}

impl<'a> Grammar<'a> {
    fn new(text: &'a str, nesting: usize, tokens: usize) -> Result<Self, SyntaxFault> {
        let mut lexer = Lexer::new(text);
        let token = lexer.next()?;
        Ok(Self { lexer, token, nesting, tokens })
    }

    fn document(&mut self) -> Held {
        loop {
            if !self.definition()? || self.token.kind == Kind::End {
                return Ok(());
            }
        }
    }

    /// One definition; false where it is one of a schema.
    fn definition(&mut self) -> Result<bool, SyntaxFault> {
        let described = self.description()?;
        match (self.token.kind, self.token.text) {
            (Kind::BraceOpen, _) if !described => self.selections()?,
            (Kind::Name, "query" | "mutation" | "subscription") => {
                self.advance()?;
                if self.token.kind == Kind::Name {
                    self.advance()?;
                }
                self.variables()?;
                self.directives(Inputs::Any)?;
                self.selections()?;
            }
            (Kind::Name, "fragment") => {
                self.advance()?;
                self.fragment_name()?;
                self.keyword_on()?;
                self.expect(Kind::Name)?;
                self.directives(Inputs::Any)?;
                self.selections()?;
            }
            (Kind::Name, word) if TYPE_SYSTEM.contains(&word) => return Ok(false),
            _ => return Err(self.unexpected()),
        }
        Ok(true)
    }

    fn description(&mut self) -> Result<bool, SyntaxFault> {
        let described = self.token.kind == Kind::String;
        if described {
            self.advance()?;
        }
        Ok(described)
    }

    fn variables(&mut self) -> Held {
        self.optional_list(Kind::ParenOpen, Kind::ParenClose, |it| {
            it.description()?;
            it.expect(Kind::Dollar)?;
            it.expect(Kind::Name)?;
            it.expect(Kind::Colon)?;
            it.reference()?;
            if it.take(Kind::Equals)? {
                it.value(Inputs::Constant)?;
            }
            it.directives(Inputs::Constant)
        })
    }

    /// A reference to a type.
    fn reference(&mut self) -> Held {
        if self.token.kind == Kind::BracketOpen {
            self.open()?;
            self.reference()?;
            self.close(Kind::BracketClose)?;
        } else {
            self.expect(Kind::Name)?;
        }
        self.take(Kind::Bang).map(|_| ())
    }

    fn selections(&mut self) -> Held {
        if self.token.kind != Kind::BraceOpen {
            return Err(self.expected(Kind::BraceOpen));
        }
        self.optional_list(Kind::BraceOpen, Kind::BraceClose, Self::selection)
    }

    fn selection(&mut self) -> Held {
        if self.take(Kind::Spread)? {
            return match (self.token.kind, self.token.text) {
                (Kind::Name, "on") => {
                    self.advance()?;
                    self.expect(Kind::Name)?;
                    self.directives(Inputs::Any)?;
                    self.selections()
                }
                (Kind::Name, _) => {
                    self.advance()?;
                    self.directives(Inputs::Any)
                }
                _ => {
                    self.directives(Inputs::Any)?;
                    self.selections()
                }
            };
        }
        self.expect(Kind::Name)?;
        if self.take(Kind::Colon)? {
            self.expect(Kind::Name)?;
        }
        self.arguments(Inputs::Any)?;
        self.directives(Inputs::Any)?;
        if self.token.kind == Kind::BraceOpen { self.selections() } else { Ok(()) }
    }

    fn fragment_name(&mut self) -> Held {
        if self.token.text == "on" {
            return Err(self.unexpected());
        }
        self.expect(Kind::Name)
    }

    fn keyword_on(&mut self) -> Held {
        if self.token.kind != Kind::Name || self.token.text != "on" {
            let message = format!("Expected \"on\", found {}.", self.token);
            return Err(self.wrong(message));
        }
        self.advance()
    }

    fn arguments(&mut self, inputs: Inputs) -> Held {
        self.optional_list(Kind::ParenOpen, Kind::ParenClose, |it| it.entry(inputs))
    }

    fn directives(&mut self, inputs: Inputs) -> Held {
        while self.take(Kind::At)? {
            self.expect(Kind::Name)?;
            self.arguments(inputs)?;
        }
        Ok(())
    }

    /// A name and its value.
    fn entry(&mut self, inputs: Inputs) -> Held {
        self.expect(Kind::Name)?;
        self.expect(Kind::Colon)?;
        self.value(inputs)
    }

    fn value(&mut self, inputs: Inputs) -> Held {
        match self.token.kind {
            Kind::Int | Kind::Float | Kind::String | Kind::Name => self.advance(),
            Kind::Dollar => {
                let dollar = self.token;
                self.advance()?;
                if inputs == Inputs::Constant {
                    let message = if self.token.kind == Kind::Name {
                        let name = self.token.text;
                        format!("Unexpected variable \"${name}\" in constant value.")
                    } else {
                        format!("Unexpected {dollar}.")
                    };
                    return Err(SyntaxFault { message, offset: dollar.offset });
                }
                self.expect(Kind::Name)
            }
            Kind::BracketOpen => {
                self.open()?;
                while self.token.kind != Kind::BracketClose {
                    self.value(inputs)?;
                }
                self.close(Kind::BracketClose)
            }
            Kind::BraceOpen => {
                self.open()?;
                while self.token.kind != Kind::BraceClose {
                    self.entry(inputs)?;
                }
                self.close(Kind::BraceClose)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// At least one of something in brackets, where there are brackets.
    fn optional_list(
        &mut self,
        open: Kind,
        close: Kind,
        mut one: impl FnMut(&mut Self) -> Held,
    ) -> Held {
        if self.token.kind != open {
            return Ok(());
        }
        self.open()?;
        loop {
            one(self)?;
            if self.token.kind == close {
                return self.close(close);
            }
        }
    }

    /// Goes into brackets.
    fn open(&mut self) -> Held {
        let Some(left) = self.nesting.checked_sub(1) else {
            return Err(self.wrong("The document is nested too deeply.".to_owned()));
        };
        self.nesting = left;
        self.advance()
    }

    fn close(&mut self, kind: Kind) -> Held {
        self.nesting += 1;
        self.expect(kind)
    }

    fn expect(&mut self, kind: Kind) -> Held {
        if self.token.kind == kind { self.advance() } else { Err(self.expected(kind)) }
    }

    fn take(&mut self, kind: Kind) -> Result<bool, SyntaxFault> {
        let found = self.token.kind == kind;
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn advance(&mut self) -> Held {
        let Some(left) = self.tokens.checked_sub(1) else {
            return Err(self.wrong("The document has too many tokens.".to_owned()));
        };
        self.tokens = left;
        self.token = self.lexer.next()?;
        Ok(())
    }

    fn expected(&self, kind: Kind) -> SyntaxFault {
        self.wrong(format!("Expected {kind}, found {}.", self.token))
    }

    fn unexpected(&self) -> SyntaxFault {
        self.wrong(format!("Unexpected {}.", self.token))
    }

    const fn wrong(&self, message: String) -> SyntaxFault {
        SyntaxFault { message, offset: self.token.offset }
    }
}

/// Whether variables may stand among values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inputs {
    Any,
    Constant,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match hold(text, 10, 50) {
            Ok(_) => "held".to_owned(),
            Err(it) => {
                format!("{} {}:{}", it.message, it.locations[0].line, it.locations[0].column)
            }
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, expected) in [
            ("{ a(b: 1) @c { ...d ... on E { f: g } } }", "held"),
            ("\"D\" query A(\"v\" $v: [Int!]! = [1] @c) { a(b: {c: [$v]}) }", "held"),
            ("type A { b", "held"),
            ("{ a(b: \"\"\"Đắk \\\"\"\" Lắk\"\"\", c: \"Đ\") }", "held"),
            ("", "Syntax Error: Unexpected <EOF>. 1:1"),
            ("{ a(b 1) }", "Syntax Error: Expected \":\", found Int \"1\". 1:7"),
            ("{ a {} }", "Syntax Error: Expected Name, found \"}\". 1:6"),
            ("{ a\r\n  b: }", "Syntax Error: Expected Name, found \"}\". 2:6"),
            ("\"D\" { a }", "Syntax Error: Unexpected \"{\". 1:5"),
            (
                "query($v: Int = $w) { a }",
                "Syntax Error: Unexpected variable \"$w\" in constant value. 1:17",
            ),
            ("fragment on on A { b }", "Syntax Error: Unexpected Name \"on\". 1:10"),
            ("{ a(b: \"c\n\") }", "Syntax Error: Unterminated string. 1:10"),
            (
                "{ a(b: [[[[[[[[[1]]]]]]]]]) }",
                "Syntax Error: The document is nested too deeply. 1:16",
            ),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
        assert_eq!(hold("#é\n{,,a #\u{feff}\r,}", 1, 9).unwrap(), "   \n{  a     \r }");
        let long = format!("{{ {} }}", "a ".repeat(50));
        assert_eq!(told(&long), "Syntax Error: The document has too many tokens. 1:101");
    }
}

//! The codes of errors, of all layers that answer: one list, from which follow their texts and
//! what is told of them. Problems of a mutation's input have codes of their own, which stand in
//! the schema (`UserErrorCode`).

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $code:ident = $text:literal;)+) => {
        /// What went wrong, as `extensions.code` of an error. Added to, never renamed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode { $($(#[doc = $doc])+ $code,)+ }

        impl ErrorCode {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$code),+];

            /// The code as callers read it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$code => $text,)+ }
            }

            /// What it means, and what to do.
            #[must_use]
            pub fn meaning(self) -> String {
                let lines: &[&str] = match self { $(Self::$code => &[$($doc),+],)+ };
                lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
            }
        }
    };
}

codes! {
    /// The request is malformed: its body, its parameters, or their types. Mend the client.
    BadRequest = "BAD_REQUEST";
    /// The document is no GraphQL. Mend it where the error's location points.
    GraphqlParseFailed = "GRAPHQL_PARSE_FAILED";
    /// The document does not fit the schema, names no operation of its own, or its variables do
    /// not fit their types. Mend it, or the client's copy of the schema.
    GraphqlValidationFailed = "GRAPHQL_VALIDATION_FAILED";
    /// An argument is well-formed GraphQL, but no value that the field takes.
    BadUserInput = "BAD_USER_INPUT";
    /// A cursor of the feed that this registry's history does not have. Begin the mirror anew.
    CursorUnknown = "CURSOR_UNKNOWN";
    /// A token is needed, or the one sent does not count; `extensions.reason` says why. Send
    /// another.
    Unauthenticated = "UNAUTHENTICATED";
    /// The caller's role or scope does not cover what is asked, or a page of this origin may not
    /// ask. Ask an administrator.
    Forbidden = "FORBIDDEN";
    /// A browser could send the request in the name of a page of another origin without asking.
    /// Send a header such as `graphql-require-preflight: 1`.
    CsrfPrevented = "CSRF_PREVENTED";
    /// Nothing is at the address. GraphQL is at `/graphql`.
    NotFound = "NOT_FOUND";
    /// The method does not fit the address or the operation; `Allow` has those that do.
    MethodNotAllowed = "METHOD_NOT_ALLOWED";
    /// None of the accepted media types can be produced.
    NotAcceptable = "NOT_ACCEPTABLE";
    /// The body did not come in time. Send it again, faster.
    RequestTimeout = "REQUEST_TIMEOUT";
    /// The body is larger than those that are read. Send less, in several requests.
    PayloadTooLarge = "PAYLOAD_TOO_LARGE";
    /// The address is longer than those that are read. Send the request by POST.
    UriTooLong = "URI_TOO_LONG";
    /// The body is of a media type that is not read. Send `application/json`.
    UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    /// The request asks for more than a limit allows; `extensions.reason` says which limit. Ask for
    /// less, or in several requests.
    LimitExceeded = "LIMIT_EXCEEDED";
    /// The caller's budget is spent. Send the request again after the seconds in `Retry-After`.
    RateLimited = "RATE_LIMITED";
    /// No document is known under the hash or id that was sent. Send the document.
    PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";
    /// Documents are not kept under their hash here. Send the document each time.
    PersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED";
    /// More operations run over one WebSocket than may. End one, or open another.
    TooManySubscriptions = "TOO_MANY_SUBSCRIPTIONS";
    /// The operation took longer than it may. Ask for less; send a mutation again with the same
    /// idempotency key, which tells whether it was done.
    Timeout = "TIMEOUT";
    /// Storage failed: what is recorded can be read, and nothing is written until the operator has
    /// started the server anew. Whether a mutation was done is told by a retry with the same
    /// idempotency key.
    ReadOnly = "READ_ONLY";
    /// The server is stopping, has no room for another connection, or is still preparing what is
    /// asked for. Send the request again, with the same idempotency key.
    Unavailable = "UNAVAILABLE";
    /// Something went wrong here. The log tells more under the id in `extensions.requestId`, which
    /// the operator wants to know.
    Internal = "INTERNAL";
}

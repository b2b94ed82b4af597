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
    /// The request is malformed: its body, its parameters, or their types. Correct the client.
    BadRequest = "BAD_REQUEST";
    /// The document does not parse. Correct it at the location of the error.
    GraphqlParseFailed = "GRAPHQL_PARSE_FAILED";
    /// The document is not valid for the schema, does not contain the named operation, or its
    /// variables have the wrong types. Correct it, or update the client's copy of the schema.
    GraphqlValidationFailed = "GRAPHQL_VALIDATION_FAILED";
    /// An argument is well-formed, but the field does not accept its value.
    BadUserInput = "BAD_USER_INPUT";
    /// The cursor of the feed is not part of this registry's history. Start the mirror again.
    CursorUnknown = "CURSOR_UNKNOWN";
    /// A token is required, or the one sent is not valid; `extensions.reason` says why. Send a
    /// valid token.
    Unauthenticated = "UNAUTHENTICATED";
    /// The caller's role or scope does not allow the request, or a page of this origin may not send
    /// it. Ask an administrator.
    Forbidden = "FORBIDDEN";
    /// A browser could send this request for a page of another origin without a preflight. Send a
    /// header such as `graphql-require-preflight: 1`.
    CsrfPrevented = "CSRF_PREVENTED";
    /// Nothing is at the address. GraphQL is at `/graphql`.
    NotFound = "NOT_FOUND";
    /// The address or the operation does not allow the method; `Allow` lists the allowed ones.
    MethodNotAllowed = "METHOD_NOT_ALLOWED";
    /// None of the accepted media types can be produced.
    NotAcceptable = "NOT_ACCEPTABLE";
    /// The body did not arrive in time. Send it again, faster.
    RequestTimeout = "REQUEST_TIMEOUT";
    /// The body is too large. Send less, or use several requests.
    PayloadTooLarge = "PAYLOAD_TOO_LARGE";
    /// The address is too long. Send the request by POST.
    UriTooLong = "URI_TOO_LONG";
    /// The media type of the body is not supported. Send `application/json`.
    UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    /// The request exceeds a limit; `extensions.reason` names it. Request less, or use several
    /// requests.
    LimitExceeded = "LIMIT_EXCEEDED";
    /// The caller's budget is spent. Send the request again after the seconds in `Retry-After`.
    RateLimited = "RATE_LIMITED";
    /// No document is stored under the hash or id. Send the document.
    PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";
    /// This server does not store documents under their hash. Send the document each time.
    PersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED";
    /// Too many operations run over one WebSocket. End one, or open another WebSocket.
    TooManySubscriptions = "TOO_MANY_SUBSCRIPTIONS";
    /// The operation exceeded its time limit. Request less. Send a mutation again with the same
    /// idempotency key: the answer shows whether it was applied.
    Timeout = "TIMEOUT";
    /// Storage failed, or the disk is nearly full: records can be read, and nothing is written until
    /// that is mended. Send a mutation again with the same idempotency key: the answer shows whether
    /// it was applied.
    ReadOnly = "READ_ONLY";
    /// The server is stopping, has no free connection, or is still preparing the requested data.
    /// Send the request again, with the same idempotency key.
    Unavailable = "UNAVAILABLE";
    /// This machine does not show yet what the request must see. Send it again after the seconds in
    /// `Retry-After`, or to another machine.
    NotCaughtUp = "NOT_CAUGHT_UP";
    /// The server failed. The log has the details under the id in `extensions.requestId`; report
    /// the id to the operator.
    Internal = "INTERNAL";
}

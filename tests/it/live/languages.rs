//! Messages over sockets and events are in the language of their reader.

use serde_json::json;

use super::{
    client::{Events, PROTOCOL, Socket},
    site,
};

const SAME: &str = "subscription { changes(after: \"x\") { seq } }";
const EN: &str = "`x` is not a cursor of the feed; use one from it, or from `head`";
const VI: &str =
    "`x` không phải là con trỏ của dòng thay đổi; hãy dùng con trỏ lấy từ đó, hoặc từ `head`";

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_speaks_the_language_of_its_payload_or_of_its_handshake() {
    let site = site().await;
    let vi = ("accept-language", "vi-VN,vi;q=0.9");
    for (headers, payload, said) in [
        (vec![PROTOCOL], json!(null), EN),
        (vec![PROTOCOL], json!({ "acceptLanguage": "vi" }), EN),
        (vec![PROTOCOL], json!({ "Accept-Language": "vi, en;q=0.5" }), VI),
        (vec![PROTOCOL, vi], json!({}), VI),
        (vec![PROTOCOL, vi], json!({ "accept-language": "en" }), EN),
    ] {
        let mut socket = Socket::connect(&site, &headers).await;
        socket.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.hear().await["type"], "connection_ack");
        socket.subscribe("a", SAME).await;
        let told = socket.hear().await;
        assert!(told.to_string().contains(said), "{told}");
        // What is refused before it is executed, too.
        socket.say(json!({ "id": "b", "type": "subscribe", "payload": { "query": 1 } })).await;
        loop {
            let told = socket.hear().await;
            if told["id"] == "b" {
                let refused = if said == VI { "phải là chuỗi" } else { "must be a string" };
                assert!(told.to_string().contains(refused), "{told}");
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_speak_the_language_of_their_request() {
    let site = site().await;
    for (lang, said) in [("vi", VI), ("en", EN), ("fr", EN)] {
        let mut events = Events::open(&site, SAME, &[("accept-language", lang)]).await;
        assert!(events.head.to_lowercase().contains("vary: accept, accept-language"));
        let event = events.next().await;
        assert!(event.data.contains(said), "{event:?}");
    }
}

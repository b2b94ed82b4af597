//! What hostile clients put on the wire, byte by byte: frames of web sockets and of HTTP/2 that no library
//! would send.

use std::{
    io::{Read, Write},
    net::{IpAddr, SocketAddr, TcpStream},
    time::Duration,
};

use tokio::net::TcpSocket;

const PATIENCE: Duration = Duration::from_secs(60);

/// A connection from an address of this machine: strangers are told apart by it.
pub fn connect(from: IpAddr, to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(from, 0)).unwrap();
        socket.connect(to).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

/// Sends a request over a connection that is kept, and reads the status and body of the answer.
pub fn exchange(stream: &mut TcpStream, body: &str) -> std::io::Result<(u16, Vec<u8>)> {
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n\
         accept: application/graphql-response+json\r\nx-hoptac-cost: 1\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    let mut block = vec![0; 64 << 10];
    let (head, ends) = loop {
        let many = stream.read(&mut block)?;
        if many == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&block[..many]);
        if let Some(at) = bytes.windows(4).position(|it| it == b"\r\n\r\n") {
            break (String::from_utf8_lossy(&bytes[..at]).to_lowercase(), at + 4);
        }
    };
    let length = head.lines().find_map(|it| it.strip_prefix("content-length: "));
    let length: usize = length.unwrap().parse().unwrap();
    while bytes.len() < ends + length {
        let many = stream.read(&mut block)?;
        if many == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&block[..many]);
    }
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Ok((status, bytes.split_off(ends)))
}

/// Opens a WebSocket, as far as its protocol; `None` where it is refused.
pub fn open_socket(from: IpAddr, to: SocketAddr) -> Option<TcpStream> {
    let mut stream = connect(from, to);
    let request = "GET /graphql HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
        sec-websocket-protocol: graphql-transport-ws\r\n\r\n";
    stream.write_all(request.as_bytes()).ok()?;
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    head.starts_with(b"HTTP/1.1 101").then_some(stream)
}

/// A frame of a WebSocket from a client, masked with zeros.
pub fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x80 | opcode];
    match payload.len() {
        length @ 0..126 => frame.push(0x80 | u8::try_from(length).unwrap()),
        length @ 126..=0xFFFF => {
            frame.push(0xFE);
            frame.extend(u16::try_from(length).unwrap().to_be_bytes());
        }
        length => {
            frame.push(0xFF);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend_from_slice(payload);
    frame
}

/// The frame of one text.
pub fn text(payload: &serde_json::Value) -> Vec<u8> {
    frame(1, payload.to_string().as_bytes())
}

fn h2_frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = vec![length[1], length[2], length[3], kind, flags];
    frame.extend(stream.to_be_bytes());
    frame.extend_from_slice(payload);
    frame
}

/// How a connection over HTTP/2 begins whose streams have windows of this size for answers.
pub fn h2_begin(window: u32) -> Vec<u8> {
    let setting = [&4_u16.to_be_bytes()[..], &window.to_be_bytes()].concat();
    [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), h2_frame(4, 0, 0, &setting)].concat()
}

/// The head of a request over HTTP/2, in literals alone; a POST has a body to come.
pub fn h2_head(stream: u32, path: &str, post: bool) -> Vec<u8> {
    let mut block = vec![if post { 0x83 } else { 0x82 }, 0x86];
    let mut literal = |name: &[u8], value: &str| {
        block.extend_from_slice(name);
        let length = value.len();
        if length < 127 {
            block.push(u8::try_from(length).unwrap());
        } else {
            let rest = length - 127;
            block.push(127);
            let mut rest = rest;
            while rest >= 128 {
                block.push(u8::try_from(rest % 128).unwrap() | 128);
                rest /= 128;
            }
            block.push(u8::try_from(rest).unwrap());
        }
        block.extend_from_slice(value.as_bytes());
    };
    literal(&[0x04], path);
    literal(&[0x01], "a");
    literal(&[0x0F, 0x10], "application/json");
    let named: Vec<u8> = [&[0x00, 26][..], b"graphql-require-preflight1"].concat();
    literal(&named, "1");
    h2_frame(1, if post { 0x4 } else { 0x5 }, stream, &block)
}

/// Some of a body over HTTP/2, of which more is to come.
pub fn h2_data(stream: u32, bytes: &[u8]) -> Vec<u8> {
    bytes.chunks(16 << 10).flat_map(|it| h2_frame(0, 0, stream, it)).collect()
}

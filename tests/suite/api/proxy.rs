//! Proxies: they log where they are asked to lead, and lead there.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;

use super::server::{self, Server};

/// How a proxy is asked.
#[derive(Clone, Copy, Debug)]
pub enum Speaks {
    /// HTTP with CONNECT.
    Http,
    /// SOCKS 5 without a login.
    Socks5,
}

/// What a proxy was asked: the target, and its user and password as they came.
pub type Asked = (String, Option<String>);

/// A proxy on a loopback port.
pub struct FakeProxy {
    server: Server,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl FakeProxy {
    /// Start a proxy that knows certain targets (`host:port`) and no others.
    pub fn start(speaks: Speaks, routes: &[(&str, SocketAddr)]) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let routes: Arc<BTreeMap<String, SocketAddr>> = Arc::new(
            routes
                .iter()
                .map(|(target, address)| ((*target).to_owned(), *address))
                .collect(),
        );
        let server = server::run(move |stream| {
            let (log, routes) = (Arc::clone(&log), Arc::clone(&routes));
            async move {
                let _ = match speaks {
                    Speaks::Http => connect(stream, &log, &routes).await,
                    Speaks::Socks5 => socks(stream, &log, &routes).await,
                };
            }
        });
        Self { server, asked }
    }

    /// Give its address as a proxy URL.
    pub fn url(&self, scheme: &str) -> String {
        format!("{scheme}://{}", self.server.address)
    }

    /// Give what it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic").clone()
    }
}

async fn connect(
    mut stream: TcpStream,
    log: &Mutex<Vec<Asked>>,
    routes: &BTreeMap<String, SocketAddr>,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head
        .split_whitespace()
        .nth(1)
        .unwrap_or_default()
        .to_owned();
    let login = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("proxy-authorization")
            .then(|| value.to_owned())
    });
    log.lock().expect("no panic").push((target.clone(), login));
    let Some(address) = routes.get(&target) else {
        return stream.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n").await;
    };
    let mut onward = TcpStream::connect(address).await?;
    stream
        .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
        .await?;
    copy_bidirectional(&mut stream, &mut onward).await?;
    Ok(())
}

async fn socks(
    mut stream: TcpStream,
    log: &Mutex<Vec<Asked>>,
    routes: &BTreeMap<String, SocketAddr>,
) -> std::io::Result<()> {
    stream.read_u8().await?;
    let methods = stream.read_u8().await?;
    stream.read_exact(&mut vec![0; methods.into()]).await?;
    stream.write_all(&[5, 0]).await?;
    let mut request = [0; 4];
    stream.read_exact(&mut request).await?;
    let host = if request[3] == 1 {
        let mut address = [0; 4];
        stream.read_exact(&mut address).await?;
        std::net::Ipv4Addr::from(address).to_string()
    } else {
        let mut name = vec![0; stream.read_u8().await?.into()];
        stream.read_exact(&mut name).await?;
        String::from_utf8_lossy(&name).into_owned()
    };
    let target = format!("{host}:{}", stream.read_u16().await?);
    log.lock().expect("no panic").push((target.clone(), None));
    let Some(address) = routes.get(&target) else {
        return stream.write_all(&[5, 2, 0, 1, 0, 0, 0, 0, 0, 0]).await;
    };
    let mut onward = TcpStream::connect(address).await?;
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    copy_bidirectional(&mut stream, &mut onward).await?;
    Ok(())
}

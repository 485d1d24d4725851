//! A small server on loopback whose answers a test lays down, and which remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    pub path: String,
    /// Header lines in lower case.
    pub headers: Vec<String>,
    pub from: Instant,
    pub until: Instant,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// What the server answers.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Waits before it sends the body.
    pub delay: Duration,
    /// Bytes sent after the body.
    pub more: usize,
}

impl Reply {
    pub fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Reply {
        Reply {
            status,
            headers: vec![("Content-Type".into(), media_type.into())],
            body: body.into(),
            ..Reply::default()
        }
    }

    pub fn html(body: &str) -> Reply {
        Reply::new(200, "text/html; charset=utf-8", body)
    }

    pub fn with(mut self, name: &str, value: &str) -> Reply {
        self.headers.push((name.into(), value.into()));
        self
    }
}

pub struct Server {
    pub address: String,
    /// Its certificate in PEM form, of a server over https.
    pub certificate: String,
    log: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Starts a server; it runs until the test process ends.
    pub fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
        Server::open("http", String::new(), |stream| stream, answer)
    }

    /// Starts a server over https with a certificate of its own making.
    pub fn start_https(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_string()]).unwrap();
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let config =
            ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![made.cert.der().clone()], key.into())
                .unwrap();
        let config = Arc::new(config);
        let secure =
            move |stream| StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream);
        Server::open("https", made.cert.pem(), secure, answer)
    }

    fn open<S: Read + Write>(
        scheme: &str,
        certificate: String,
        wrap: impl Fn(TcpStream) -> S + Send + Sync + 'static,
        answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("{scheme}://{}", listener.local_addr().unwrap());
        let log = Arc::new(Mutex::new(Vec::new()));
        let (answer, wrap, kept) = (Arc::new(answer), Arc::new(wrap), log.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, wrap, kept) = (answer.clone(), wrap.clone(), kept.clone());
                std::thread::spawn(move || serve(wrap(stream), &*answer, &kept));
            }
        });
        Server {
            address,
            certificate,
            log,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// What was asked since the last call.
    pub fn asked(&self) -> Vec<Request> {
        std::mem::take(&mut self.log.lock().unwrap())
    }

    /// The paths asked for since the last call, robots.txt aside, by name.
    pub fn paths(&self) -> Vec<String> {
        let asked = self.asked().into_iter().map(|request| request.path);
        let mut paths: Vec<String> = asked.filter(|path| path != "/robots.txt").collect();
        paths.sort();
        paths
    }
}

/// Answers one request and closes.
fn serve(
    mut stream: impl Read + Write,
    answer: &(impl Fn(&Request) -> Reply + ?Sized),
    log: &Mutex<Vec<Request>>,
) {
    let from = Instant::now();
    let mut lines = BufReader::new(&mut stream).lines();
    let Some(Ok(first)) = lines.next() else {
        return;
    };
    let path = first.split(' ').nth(1).unwrap_or_default().to_string();
    let headers: Vec<String> = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .map(|line| match line.split_once(':') {
            Some((name, value)) => format!("{}:{value}", name.to_lowercase()),
            None => line,
        })
        .collect();
    let mut request = Request {
        path,
        headers,
        from,
        until: from,
    };
    let number = log.lock().unwrap().len();
    let reply = answer(&request);
    let mut head = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    if reply.more == 0 {
        head += &format!("Content-Length: {}\r\n", reply.body.len());
    }
    head += "\r\n";
    request.until = Instant::now();
    {
        let mut log = log.lock().unwrap();
        let at = number.min(log.len());
        log.insert(at, request);
    }
    // The other side may have gone.
    let _ = stream.write_all(head.as_bytes());
    std::thread::sleep(reply.delay);
    let _ = stream.write_all(&reply.body);
    let block = vec![b'x'; 64 * 1024];
    for _ in 0..reply.more.div_ceil(block.len()) {
        if stream.write_all(&block).is_err() {
            return;
        }
    }
}

fn main() {
    for p in std::env::args().skip(1) {
        let b = std::fs::read(&p).unwrap();
        let a = dateline_page::read(&dateline_page::Page {
            bytes: b,
            origin: p.clone(),
            ..Default::default()
        });
        println!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            a.title, a.authors, a.publisher, a.published, a.updated, a.filed, a.language
        );
        for b in &a.blocks {
            println!("{:?}: {}", b.kind, &a.text[b.start..b.end]);
        }
        for p in &a.problems {
            println!("PROBLEM {p:?}");
        }
    }
}

use dateline_kb::compile::{self, ActorTables};
fn main() {
    let d = std::env::args().nth(1).unwrap();
    let r = |n: &str| std::fs::read_to_string(format!("{d}/{n}.tsv")).unwrap();
    let (a, b, c, e, f, g) = (
        r("countries"),
        r("persons"),
        r("organisations"),
        r("outlets"),
        r("roles"),
        r("bodies"),
    );
    let t = ActorTables {
        countries: &a,
        persons: &b,
        organisations: &c,
        outlets: &e,
        roles: &f,
        bodies: &g,
    };
    match compile::actors(&t, "fallback") {
        Ok(x) => {
            std::fs::write("/work/main/data/knowledge.bin", &x).unwrap();
            println!("{}", x.len());
            let k = dateline_kb::Knowledge::from_bytes(x).unwrap();
            for p in std::env::args().skip(2) {
                println!("{p}: {:?}", k.resolve(&p, jiff::civil::date(2025, 3, 19)));
            }
        }
        Err(e) => println!("{e}"),
    }
}

//! Place names against the compiled gazetteer of the repository.

use dateline_kb::{Gazetteer, PlaceContext, PlaceMention, Precision};

fn gazetteer() -> Gazetteer {
    Gazetteer::from_bytes(include_bytes!("../../../data/places.bin").as_slice()).unwrap()
}

fn mention(name: &str, containers: &[&str]) -> PlaceMention {
    PlaceMention {
        name: name.to_owned(),
        containers: containers.iter().map(|c| (*c).to_owned()).collect(),
        sentence: 0,
    }
}

/// The country and first-level unit of each mention, in order.
fn resolved(mentions: &[PlaceMention], context: &PlaceContext) -> Vec<String> {
    let place = |place: Option<dateline_kb::Place>| {
        place.map_or("nowhere".to_owned(), |place| {
            let part = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
            format!("{}/{}", part(place.country), part(place.admin1))
        })
    };
    gazetteer()
        .resolve_places(mentions, context)
        .into_iter()
        .map(place)
        .collect()
}

#[test]
fn names_and_other_spellings() {
    let gazetteer = gazetteer();
    let cases = [
        ("Kyiv", "UKR", Precision::City),
        ("Kiev", "UKR", Precision::City),
        ("Kharkov", "UKR", Precision::City),
        ("Pyongyang", "PRK", Precision::City),
        ("Gaza City", "PSE", Precision::City),
        ("Hodeidah", "YEM", Precision::City),
        ("Kursk Oblast", "RUS", Precision::Admin1),
        ("Kursk region", "RUS", Precision::Admin1),
        ("Donbas", "UKR", Precision::Region),
        ("Gaza Strip", "PSE", Precision::Region),
        ("Darfur", "SDN", Precision::Region),
        ("Crimea", "UKR", Precision::Region),
        ("Ukraine", "UKR", Precision::Country),
        ("Washington", "USA", Precision::City),
        ("Calif.", "USA", Precision::Admin1),
    ];
    for (name, country, precision) in cases {
        let place = gazetteer
            .places(name)
            .into_iter()
            .next()
            .unwrap_or_else(|| panic!("{name} is not listed"));
        assert_eq!(
            (place.country.as_deref(), place.precision),
            (Some(country), precision),
            "{name}"
        );
    }
    let pyongyang = &gazetteer.places("Pyongyang")[0];
    assert_eq!(pyongyang.geonames, Some(1_871_859));
    assert!(
        (pyongyang.latitude - 39.03).abs() < 0.01 && (pyongyang.longitude - 125.75).abs() < 0.01
    );
    assert!(gazetteer.places("Xyzzyville").is_empty() && gazetteer.places("").is_empty());
    assert!(
        gazetteer.places("in").is_empty(),
        "a word in lower case is no state"
    );
}

#[test]
fn a_container_decides() {
    let alone = PlaceContext::default();
    assert_eq!(
        resolved(&[mention("Paris", &[])], &alone),
        ["FRA/Île-de-France"]
    );
    assert_eq!(
        resolved(&[mention("Paris", &["Texas"])], &alone),
        ["USA/Texas"]
    );
    assert_eq!(
        resolved(&[mention("Springfield", &["Ill."])], &alone),
        ["USA/Illinois"]
    );
    // One mention with its container settles the bare ones.
    let both = [
        mention("Alexandria", &["Louisiana"]),
        mention("Alexandria", &[]),
    ];
    assert_eq!(resolved(&both, &alone), ["USA/Louisiana", "USA/Louisiana"]);
}

#[test]
fn neighbours_and_countries_decide() {
    let alone = PlaceContext::default();
    let around = [
        mention("Athens", &[]),
        mention("Macon", &[]),
        mention("Savannah", &[]),
        mention("Georgia", &[]),
    ];
    assert_eq!(resolved(&around, &alone), ["USA/Georgia"; 4]);
    let war = [
        mention("Georgia", &[]),
        mention("Tbilisi", &[]),
        mention("Gori", &[]),
    ];
    assert_eq!(resolved(&war, &alone)[0], "GEO/-");
    let canadian = PlaceContext {
        countries: vec![("CAN".to_owned(), 6)],
        outlet: Some("CAN".to_owned()),
    };
    assert_eq!(
        resolved(&[mention("London", &["Ontario"])], &canadian),
        ["CAN/Ontario"]
    );
}

#[test]
fn an_unlisted_village_is_placed_in_what_contains_it() {
    let places = gazetteer().resolve_places(
        &[mention("Qwertyivka", &["Kursk region"])],
        &PlaceContext::default(),
    );
    let place = places[0].as_ref().unwrap();
    assert!(place.inferred);
    assert_eq!(
        (place.country.as_deref(), place.precision),
        (Some("RUS"), Precision::Admin1)
    );
    assert_eq!(
        gazetteer().resolve_places(&[mention("Qwertyivka", &[])], &PlaceContext::default()),
        [None]
    );
}

#[test]
fn damaged_files_are_refused() {
    let bytes = include_bytes!("../../../data/places.bin");
    let message = |bytes: Vec<u8>| {
        Gazetteer::from_bytes(bytes)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    assert!(
        message(bytes[..bytes.len() / 2].to_vec()).starts_with("reading the places file: expected")
    );
    assert!(message(b"something else entirely".to_vec()).contains("expected it to begin with"));
    assert!(message(Vec::new()).contains("expected it to begin with"));
}

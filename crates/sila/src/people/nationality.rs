//! Nationalities that the form offers: ISO 3166-1 alpha-3, and the ICAO codes for people without one.

/// Codes in the order of the list; labels are `nationality-CODE`.
pub const ALL: &[&str] = &[
    "ARE", "SAU", "OMN", "KWT", "BHR", "QAT", "YEM", "IRQ", "SYR", "JOR", "LBN", "PSE", "EGY",
    "SDN", "LBY", "TUN", "DZA", "MAR", "MRT", "SOM", "DJI", "COM", "IND", "PAK", "BGD", "LKA",
    "NPL", "AFG", "IRN", "PHL", "IDN", "MYS", "THA", "VNM", "MMR", "CHN", "JPN", "KOR", "ETH",
    "ERI", "KEN", "UGA", "TZA", "NGA", "GHA", "CMR", "SEN", "ZAF", "RUS", "UKR", "BLR", "MDA",
    "UZB", "KAZ", "KGZ", "TJK", "TKM", "AZE", "ARM", "GEO", "TUR", "GBR", "IRL", "FRA", "DEU",
    "ITA", "ESP", "PRT", "NLD", "BEL", "CHE", "AUT", "SWE", "NOR", "DNK", "POL", "ROU", "BGR",
    "SRB", "GRC", "USA", "CAN", "BRA", "COL", "AUS", "NZL", "XXA", "XXB", "XXC", "XXX",
];

/// Whether the list has this code.
pub fn is_known(code: &str) -> bool {
    ALL.contains(&code)
}

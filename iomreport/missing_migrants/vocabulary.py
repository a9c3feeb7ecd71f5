"""Names the project uses: its seven causes, its regions of today and of old, and countries as the UN writes them."""

# The categories of cause since the end of 2021, and how a note names each.
CAUSES = {
    "Accidental death": "accidental death",
    "Drowning": "drowning",
    "Harsh environmental conditions / lack of adequate shelter, food, water": "harsh conditions",
    "Mixed or unknown": "mixed or unknown",
    "Sickness / lack of access to adequate healthcare": "sickness or lack of healthcare",
    "Vehicle accident / death linked to hazardous transport": "vehicle accident or hazardous transport",
    "Violence": "violence",
}

# Regions of incident since the end of 2021.
REGIONS = {
    "Caribbean",
    "Central America",
    "Central Asia",
    "Eastern Africa",
    "Eastern Asia",
    "Europe",
    "Mediterranean",
    "Middle Africa",
    "North America",
    "Northern Africa",
    "South America",
    "South-eastern Asia",
    "Southern Africa",
    "Southern Asia",
    "Western Africa",
    "Western Asia",
}

# Regions until 2021 (layouts A and B) all of whose records stand in one region of today. Found by pairing 4,665 records
# of January 2020 (layout B) with those of May 2022 (D1) that agree in day, place and count: all 5 of East Asia, 172 of
# Middle East and 141 of South Asia stand in one. The others were divided and stay as printed: North Africa (of 1,009
# records 37 to Western and 11 to Eastern Africa), Southeast Asia (3 of 123 to Southern Asia), Horn of Africa (Eastern
# Africa, Western Asia, Northern Africa), Sub-Saharan Africa (four regions), US-Mexico Border (North and Central
# America). Caribbean, Central America, Central Asia, Europe, Mediterranean, North America and South America kept their
# names, but Central and North America took the border in and Western Asia a part of the Horn of Africa: sums by region
# must not be set beside each other across 2021.
OLD_REGIONS = {"East Asia": "Eastern Asia", "Middle East": "Western Asia", "South Asia": "Southern Asia"}

# ISO 3166 alpha-3 codes of countries that the project names otherwise than the table `countries`.
COUNTRY_CODES = {
    "Antigua and Barbuda": "ATG",
    "Bolivia (Plurinational State of)": "BOL",
    "Bosnia and Herzegovina": "BIH",
    "Brunei Darussalam": "BRN",
    "Cabo Verde": "CPV",
    "China, Hong Kong Special Administrative Region": "HKG",
    "China, Macao Special Administrative Region": "MAC",
    "Congo": "COG",
    "Côte d'Ivoire": "CIV",
    "Democratic People's Republic of Korea": "PRK",
    "Democratic Republic of the Congo": "COD",
    "Holy See": "VAT",
    "Iran (Islamic Republic of)": "IRN",
    "Lao People's Democratic Republic": "LAO",
    "Micronesia (Federated States of)": "FSM",
    "Myanmar": "MMR",
    "Netherlands (Kingdom of the)": "NLD",
    "Republic of Korea": "KOR",
    "Republic of Moldova": "MDA",
    "Russian Federation": "RUS",
    "Saint Kitts and Nevis": "KNA",
    "Saint Lucia": "LCA",
    "Saint Vincent and the Grenadines": "VCT",
    "Sao Tome and Principe": "STP",
    "Syrian Arab Republic": "SYR",
    "Trinidad and Tobago": "TTO",
    "Turks and Caicos Islands": "TCA",
    "United Kingdom of Great Britain and Northern Ireland": "GBR",
    "United Republic of Tanzania": "TZA",
    "United States Virgin Islands": "VIR",
    "United States of America": "USA",
    "Venezuela (Bolivarian Republic of)": "VEN",
    "Viet Nam": "VNM",
}

# Months by their English names, whole and short, whatever language the system speaks.
MONTHS = {
    **{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6},
    **{"july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12},
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8},
    **{"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12},
}

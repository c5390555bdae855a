//! The forms in which rows are taken along, as requests name them and as people read them.

pub const FILE_FORMATS: [(&str, &str); 4] = [("csv", "CSV"), ("json", "JSON"), ("xlsx", "XLSX"), ("parquet", "Parquet")];

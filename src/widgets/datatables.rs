//! Data tables: rows with sort, filters, search and paging.

use super::{Kind, Shape, Subtype};

pub(super) static KIND: Kind = Kind {
    name: "datatables",
    label: "Data tables",
    subtypes: &[
        Subtype {
            name: "simple_dataTable",
            label: "Data table",
            hint: "Rows of one or several tables of a connection, with a switch between them",
            shape: Shape::Table,
        },
        Subtype {
            name: "integrated_dataTable",
            label: "Integrated table",
            hint: "Rows of the same table in several connections, side by side with their source",
            shape: Shape::IntegratedTable,
        },
    ],
};

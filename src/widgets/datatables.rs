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
        Subtype {
            name: "difference_dataTable",
            label: "Difference",
            hint: "What differs between the same table in two connections: rows only here, only there, and changed cells",
            shape: Shape::Difference,
        },
        Subtype {
            name: "joined_dataTable",
            label: "Joined tables",
            hint: "Rows of two tables that belong together by key, also from databases of different kinds",
            shape: Shape::Join,
        },
    ],
};

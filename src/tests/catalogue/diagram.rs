//! The diagram on its page and as files.

use crate::{
    harness::{Answer, TestServer},
    projects::shop::{self, connection, project},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_holds_the_drawing_and_files_hold_the_tables() {
    let server = TestServer::start().await;
    let ada = server.sign_up("ada").await;
    let base = connection("North (1)").await;
    shop::run(&base, "create table \"<script>alert(1)</script>\" (\"a\"\"b\" integer)").await;
    let id = project(&ada, "Shop", &[base]).await;
    let page = async |query: &str| ada.page(&format!("/projects/{id}/schema/diagram{query}")).await.text();

    let whole = page("").await;
    assert_eq!(whole.matches("class=\"dg-table\"").count(), 3);
    assert_eq!(whole.matches("class=\"dg-edge\"").count(), 1);
    assert!(whole.contains("3 of 3 tables") && !whole.contains("<script>alert"), "{whole}");
    let near = page("?focus=orders&names=1").await;
    assert_eq!((near.matches("class=\"dg-table\"").count(), near.matches("dg-col").count()), (2, 0));
    assert_eq!(page("?hide=orders").await.matches("class=\"dg-table\"").count(), 2);
    assert!(page("?hide=orders&hide=customers&hide=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await.contains("Every table is hidden"));

    let file = async |query: &str| ada.get(&format!("/api/projects/{id}/diagram{query}")).await;
    let named = |answer: &Answer, name: &str| {
        assert_eq!(answer.status, 200, "{}", answer.text());
        let disposition = answer.header("content-disposition").unwrap_or_default().to_owned();
        assert_eq!(disposition, format!("attachment; filename=\"{name}\""));
    };
    let svg = file("").await;
    named(&svg, "north-1.svg");
    assert!(svg.text().starts_with("<svg xmlns=") && !svg.text().contains("<script>"), "{}", svg.text());
    let sql = file("?format=sql&hide=customers").await;
    named(&sql, "north-1.sql");
    assert!(sql.text().contains("CREATE TABLE \"public\".\"orders\"") && !sql.text().contains("REFERENCES"), "{}", sql.text());
    let dbml = file("?format=dbml").await;
    named(&dbml, "north-1.dbml");
    assert!(dbml.text().contains("Ref: \"public\".\"orders\".\"customer_id\" > \"public\".\"customers\".\"id\""), "{}", dbml.text());
    let mermaid = file("?format=mermaid&focus=orders").await;
    named(&mermaid, "north-1.mmd");
    assert!(mermaid.text().contains("t0 |o--o{ t1 : \"customer_id\""), "{}", mermaid.text());
    assert_eq!(file("?format=gif").await.status, 400);
}

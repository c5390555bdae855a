// The editor of statements. Loaded when the SQL page is first shown.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { MariaSQL, PostgreSQL, SQLite, sql } from "@codemirror/lang-sql";
import { HighlightStyle, bracketMatching, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Where the interface finds it.
globalThis.vizboardSql = { mount };

const dialects = { postgres: PostgreSQL, mysql: MariaSQL, sqlite: SQLite };

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--viz-accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--viz-good)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--viz-warn)" },
  { tag: tags.comment, color: "var(--viz-muted)", fontStyle: "italic" },
  { tag: tags.typeName, color: "var(--chart-6)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", color: "var(--viz-text)", backgroundColor: "var(--viz-surface)" },
  "&.cm-focused": { outline: "2px solid var(--viz-accent)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.6", fontVariantLigatures: "none" },
  ".cm-content": { caretColor: "var(--viz-text)" },
  ".cm-cursor": { borderLeftColor: "var(--viz-text)" },
  ".cm-gutters": { backgroundColor: "var(--viz-surface)", color: "var(--viz-muted)", borderRight: "1px solid var(--viz-line)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in oklab, var(--viz-raised) 60%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--viz-accent-soft)" },
  ".cm-tooltip": { backgroundColor: "var(--viz-surface)", color: "var(--viz-text)", border: "1px solid var(--viz-line)", borderRadius: "6px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--viz-accent)", color: "var(--viz-on-accent)" },
  ".cm-panels": { backgroundColor: "var(--viz-raised)", color: "var(--viz-text)" },
  ".cm-placeholder": { color: "var(--viz-muted)" },
});

/** Puts an editor into the empty `element` in the place of `area`, whose value it keeps. `tell` hears "change", "one" and "all". */
function mount(element, area, kind, tables, tell) {
  const language = new Compartment();
  const speaks = (kind, json) => sql({ dialect: dialects[kind] ?? PostgreSQL, schema: JSON.parse(json), upperCaseKeywords: false });
  const run = (what) => () => {
    tell(what);
    return true;
  };
  const nonce = document.querySelector("script[nonce]")?.nonce;
  const view = new EditorView({
    parent: element,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        nonce ? EditorView.cspNonce.of(nonce) : [],
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: run("one") }, { key: "Shift-Mod-Enter", run: run("all") }])),
        lineNumbers(),
        EditorView.lineWrapping,
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        placeholder("select ..."),
        syntaxHighlighting(colours),
        look,
        language.of(speaks(kind, tables)),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ tabindex: "0", "aria-label": area.labels?.[0]?.textContent ?? "Statement" }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = update.state.doc.toString();
          tell("change");
        }),
      ],
    }),
  });

  const text = () => view.state.doc.toString();
  // Statements as the grammar sees them; the server tells them apart once more.
  const statements = () => {
    const found = [];
    for (let node = syntaxTree(view.state).topNode.firstChild; node; node = node.nextSibling) {
      if (node.name === "Statement") found.push({ from: node.from, to: node.to });
    }
    return found;
  };
  const said = ({ from, to }) => {
    // Places are told in characters, and strings count halves of some.
    const at = [...text().slice(0, from)].length;
    return { text: view.state.sliceDoc(from, to).replace(/;\s*$/, ""), at };
  };

  return {
    /** The selection, else the statement at the cursor, as JSON. */
    one() {
      const { from, to, empty, head } = view.state.selection.main;
      if (!empty) return JSON.stringify(said({ from, to }));
      const all = statements();
      const here = all.find((one) => head >= one.from && head <= one.to) ?? all.filter((one) => one.to <= head).at(-1) ?? all[0];
      return JSON.stringify(said(here ?? { from: 0, to: view.state.doc.length }));
    },
    all() {
      return JSON.stringify(statements().map(said));
    },
    insert(name) {
      view.dispatch(view.state.replaceSelection(name), { scrollIntoView: true });
      view.focus();
    },
    replace(next) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
      view.focus();
    },
    /** Puts the cursor to a place in characters. */
    go(place) {
      const at = Math.min([...text()].slice(0, place).join("").length, view.state.doc.length);
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      view.focus();
    },
    schema(kind, tables) {
      view.dispatch({ effects: language.reconfigure(speaks(kind, tables)) });
    },
    dispose() {
      view.destroy();
    },
  };
}

import { render } from "preact";
import { App } from "./app";
import { followHistory, followLinks } from "./router";
import "./tokens.css";
import "./style.css";
import "./controls.css";
import "./lists.css";

const root = document.getElementById("app");
if (root) {
  followLinks();
  followHistory();
  render(<App />, root);
}

import { render } from "preact";
import { App } from "./app";
import { followLinks } from "./router";
import "./tokens.css";
import "./style.css";
import "./controls.css";
import "./lists.css";

const root = document.getElementById("app");
if (root) {
  followLinks();
  render(<App />, root);
}

import { defineConfig } from "vite";

const server = "http://127.0.0.1:8080";

// The console is served below /console. `npm run dev` forwards everything else to a local server.
export default defineConfig({
  base: "/console/",
  build: {
    target: "es2023",
    cssTarget: "chrome123",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { proxy: { "^/(?!console)": server } },
});

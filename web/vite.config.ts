import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

// Every address is relative: the site works on any host under any path.
export default defineConfig({
	base: "./",
	publicDir: "../static",
	plugins: [svelte()],
	// The programs that make built, each under a name with its hash.
	resolve: { alias: { "#built": new URL("../.cache/built", import.meta.url).pathname } },
	assetsInclude: ["**/*.wasm.part"],
	build: {
		outDir: "../dist",
		emptyOutDir: true,
		target: "es2022",
		modulePreload: { polyfill: false },
		// What is inlined as a data: address the content security policy refuses.
		assetsInlineLimit: 0,
		rollupOptions: { input: ["index.html", "viewer.html"] },
	},
	test: { include: ["*.test.ts", "src/**/*.test.ts"] },
});

import { defineConfig } from "@playwright/test";

// The built site, served under a path as a project's pages are, in a real
// Chromium: the one that CHROMIUM names, else Playwright's own. PORT is for a second
// checkout whose tests run beside the first one's.
const port = process.env.PORT ?? "4173";
const address = `http://localhost:${port}/some/path/`;

export default defineConfig({
	testDir: "tests",
	workers: 1,
	fullyParallel: false,
	timeout: 120_000,
	expect: { timeout: 30_000 },
	forbidOnly: true,
	reporter: [["list"]],
	use: {
		baseURL: address,
		viewport: { width: 1440, height: 900 },
		locale: "en-GB",
		actionTimeout: 30_000,
		launchOptions: {
			executablePath: process.env.CHROMIUM || undefined,
			args: [
				"--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic",
				"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
			],
		},
	},
	projects: [
		{ name: "page", testMatch: "*.spec.ts" },
		// Makes the README's picture.
		{ name: "screenshot", testMatch: "screenshot.ts" },
		// Prints figures; asserts none.
		{ name: "bench", testMatch: "*.bench.ts", timeout: 600_000 },
	],
	webServer: {
		command: `npx vite preview --base /some/path/ --port ${port} --strictPort`,
		url: address,
		reuseExistingServer: false,
	},
});

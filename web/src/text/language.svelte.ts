import type { Catalogue } from ".";
import type { Text } from "../engine/protocol";
import { en } from "./en";
import { zh } from "./zh";

const catalogues = { en, zh };

export type Code = keyof typeof catalogues;

export const languages: { code: Code; name: string }[] = [
	{ code: "en", name: "English" },
	{ code: "zh", name: "中文" },
];

const key = "nearspace.language";

function remembered(): Code {
	const kept = read();
	if (kept === "en" || kept === "zh") return kept;
	return typeof navigator !== "undefined" && navigator.language.startsWith("zh") ? "zh" : "en";
}

// Storage may be closed to the page; then the choice lasts as long as the page.
function read(): string | null {
	try {
		return localStorage.getItem(key);
	} catch {
		return null;
	}
}

class Language {
	code = $state<Code>(remembered());
	readonly text: Catalogue = $derived(catalogues[this.code]);

	choose(code: Code): void {
		this.code = code;
		try {
			localStorage.setItem(key, code);
		} catch {
			return;
		}
	}

	// of picks the language of what the engine says in both.
	of(text: Text): string {
		return text[this.code];
	}

	number(x: number, options: Intl.NumberFormatOptions = {}): string {
		return new Intl.NumberFormat(this.code, options).format(x);
	}

	// bytes is a size in kilobytes or megabytes.
	bytes(size: number): string {
		const [value, unit] = size < 1e6 ? [size / 1e3, "kilobyte"] : [size / 1e6, "megabyte"];
		return this.number(value, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 });
	}

	// amount is a number of three digits or so: 402k, 8.97M.
	amount(x: number): string {
		if (x < 1000) return this.number(Math.round(x));
		return this.number(x, { notation: "compact", maximumSignificantDigits: 3 });
	}

	percent(share: number): string {
		return this.number(share, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 });
	}

	duration(seconds: number): string {
		const unit = (n: number, unit: "second" | "minute" | "hour") =>
			this.number(n, { style: "unit", unit, unitDisplay: "short" });
		const s = Math.max(1, Math.round(seconds));
		if (s < 60) return unit(s, "second");
		if (s < 3600) return `${unit(Math.floor(s / 60), "minute")} ${unit(s % 60, "second")}`;
		return `${unit(Math.floor(s / 3600), "hour")} ${unit(Math.floor((s % 3600) / 60), "minute")}`;
	}

	// ago says how long ago a time was.
	ago(time: number): string {
		const minutes = Math.round((Date.now() - time) / 60_000);
		const format = new Intl.RelativeTimeFormat(this.code, { numeric: "auto" });
		if (minutes < 1) return this.text.notices.justNow;
		if (minutes < 60) return format.format(-minutes, "minute");
		if (minutes < 48 * 60) return format.format(-Math.round(minutes / 60), "hour");
		return format.format(-Math.round(minutes / 1440), "day");
	}

	when(time: number): string {
		return new Intl.DateTimeFormat(this.code, { dateStyle: "medium", timeStyle: "short" }).format(time);
	}
}

export const language = new Language();

// Motion that explains: a strip of colours flies from where a row lies to where
// it is used.

interface Place {
	x: number;
	y: number;
	width: number;
	height: number;
}

const duration = 550;

// flight lets the colours fly to the element that a selector finds; if there is
// none on the screen nothing happens.
export function flight(colors: string[], from: Place, selector: string): void {
	const target = document.querySelector(selector)?.getBoundingClientRect();
	if (!target || target.width === 0 || target.bottom < 0 || target.top > innerHeight) return;
	const strip = document.createElement("canvas");
	strip.className = "flight";
	strip.width = colors.length;
	strip.height = 1;
	strip.setAttribute("aria-hidden", "true");
	const context = strip.getContext("2d");
	colors.forEach((color, i) => {
		if (!context) return;
		context.fillStyle = color;
		context.fillRect(i, 0, 1, 1);
	});
	Object.assign(strip.style, { left: `${from.x}px`, top: `${from.y}px`, width: `${from.width}px`, height: `${from.height}px` });
	document.body.append(strip);
	const to = `translate(${target.left - from.x}px, ${target.top - from.y}px) scale(${target.width / from.width}, ${target.height / from.height})`;
	const flying = strip.animate([{ transform: "none" }, { transform: to, offset: 0.85 }, { transform: to, opacity: 0 }], {
		duration, easing: "cubic-bezier(.4, 0, .2, 1)",
	});
	flying.onfinish = flying.oncancel = () => strip.remove();
}

// What stands at the blank that takes a test.
export const tests = {
	choose: "Choose or drop a file of such lines",
	builtIn: "The built-in one instead",
	missing: "This file is not here. Choose it again.",
};

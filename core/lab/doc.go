// Package lab is the contract between an experiment and whoever drives it.
//
// A [Lab] says what it is: its parameters, its questions, its chapters. Started
// on data it becomes a [Run], which is driven in slices: Step trains for about
// as long as it is told to, and between two slices one may ask, look inside
// ([Run.Trace]), save, or stop. The driver may be a page, a test or a command;
// a lab knows none of them, and never says how to draw: what a person reads is
// [Text] in two languages, what a person sees is an [Answer] of a few shapes
// or a [Trace] of named tensors.
//
// One seed, the same data, the same parameters, build and vector width give the
// same bits, however the work was sliced.
package lab

/// What people want to be told of: alerts as rules over figures, and what is written of them.
///
/// May know: figures, moments, text. Must not know: where figures come from, how a message travels.
/// Invariant: pure functions of what they are given; figures are compared digit for digit, never as
/// binary floats, and a figure that there is not is not zero.
package enum Insight {}

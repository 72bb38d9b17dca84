// Package eval compiles a criteria tree to Go closures over one employee's facts: does it hold, why, and until when?
//
// Compile once per tree, bind the Program to a clock once per batch (At), then ask Holds for each employee. Holds
// neither allocates nor locks; an Evaluator may be used by any number of goroutines, one Facts by one at a time.
//
// Invariants:
//   - The answer depends on the facts and the clock alone, and is the one that sqlgen's predicate gives; a property
//     test in sqlgen holds the two together.
//   - Two clocks between which no fact crosses one of the program's Edges give the same answer. Needs names every
//     kind of fact that the answer depends on.
//   - Missing instants and days are criteria.Never and NoDay, which are later than every clock: a missing value has not come.
//
// Nothing fails after Compile, which refuses what criteria.Tree.Validate refuses and nothing else.
package eval

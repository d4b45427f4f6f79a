// Package tidy is a test that keeps the layout and the house style; it holds no
// code of its own. It reads the whole module as syntax and fails, each with the
// place and what to do, when
//
//   - a package imports one of ours, or a module, that the tables of imports_test.go do not give it;
//   - something other than the layout's names stands at the top level;
//   - a package or an exported name has no comment;
//   - a float comes near money, or the clock, the environment, chance or a goroutine into a package that must be a pure function;
//   - a function or a file outgrows its budget, or there is an init function, a hidden state, a package named util;
//   - a text speaks of what is no part of the product.
//
// An exception is one line in a table of exceptions, with its reason. An exception
// that nothing needs any more fails too.
package tidy

package lab

import "nearspace/core/space"

// What not every program has: a page begins with one that holds what the first
// minutes need.
var (
	score    func(*space.Space, Query, Pace) (Answer, error)
	ofSpaces map[string]func([]*space.Space, Query, Pace) (Answer, error)
	ofFile   func(error) (Problem, bool)
)

// HaveAll has AskSpace answer ScoreQuestions and GroupQuestion, AskSpaces
// SpaceQuestions, and ProblemOf tell what is wrong with files of vectors. A program
// in which nothing calls it does not hold their code.
func HaveAll() {
	score, ofFile = AskScore, problemOfFile
	ofSpaces = map[string]func([]*space.Space, Query, Pace) (Answer, error){
		"distances": askDistances, "path": askPath, "axis": askAxis, "closer": askCloser, "beside": askBeside, "moved": askMoved,
	}
}

package main

import "strings"

// Sets that were written for the page: small enough that every step of training
// can be followed.

// story makes a row of each sentence.
func story(map[string][]byte) (content, error) {
	t := table{header: []string{"text"}}
	for _, line := range lines(storyText) {
		t.rows = append(t.rows, []string{line})
	}
	return t, nil
}

// reviews makes a row of each sentence with its label.
func reviews(map[string][]byte) (content, error) {
	t := table{header: []string{"text", "label"}}
	for _, r := range []struct{ label, text string }{{"positive", praise}, {"negative", blame}} {
		for _, line := range lines(r.text) {
			t.rows = append(t.rows, []string{line, r.label})
		}
	}
	return t, nil
}

func lines(text string) []string { return strings.Split(strings.TrimSpace(text), "\n") }

// Each noun has verbs of its own, so that its row can be learnt.
const storyText = `
the cat eats fish
the cat eats meat
the cat drinks milk
the cat sleeps near the door
the dog eats meat
the dog drinks water
the dog sleeps near the door
the dog sleeps near the fire
the fox eats meat
the fox drinks water
the fox sleeps under the tree
the bird eats seeds
the bird drinks water
the bird sings in the tree
the bird sleeps in the tree
the boy reads a book
the boy reads a letter
the boy plays in the garden
the boy eats bread
the girl reads a book
the girl reads a story
the girl plays in the garden
the girl eats bread
the man reads a letter
the man works in the garden
the man drinks tea
the woman reads a story
the woman works in the house
the woman drinks tea
the stone lies near the road
the stone lies under the tree
the rock lies near the river
the rock lies under the water
the pebble lies near the river
the pebble lies under the water
the king lives in the castle
the queen lives in the castle
the king wears a crown
the queen wears a crown
the king and the queen drink tea
`

const praise = `
a wonderful film with a lovely story
the acting is excellent and the music is beautiful
i loved every minute of it
a funny and charming comedy
the best film of the year
great actors and a brilliant plot
a moving story told with care
i would gladly watch it again
fresh clever and full of joy
the ending made me smile
beautiful pictures and a strong story
an excellent film for the whole family
the plot is clever and the jokes are funny
a brilliant performance by a great actor
warm honest and moving
i enjoyed it from start to end
the music is lovely
a delightful surprise
the story is strong and the acting is great
a charming film that i loved
exciting and beautiful to watch
one of the best comedies i have seen
it made me laugh and it made me think
a joy to watch
the dialogue is fresh and honest
perfect pace and wonderful pictures
i recommend it to everyone
a great story and lovely music
brilliant funny and warm
the young actors are excellent
`

const blame = `
a boring film with a weak story
the acting is terrible and the music is awful
i hated every minute of it
a dull and silly comedy
the worst film of the year
bad actors and a stupid plot
a tired story told without care
i would never watch it again
slow empty and full of noise
the ending made me angry
ugly pictures and a weak story
an awful film for nobody
the plot is stupid and the jokes are dull
a terrible performance by a bad actor
cold fake and boring
i regretted it from start to end
the music is annoying
a sad waste of time
the story is weak and the acting is bad
a silly film that i hated
boring and ugly to watch
one of the worst comedies i have seen
it made me yawn and it made me leave
a pain to watch
the dialogue is fake and tired
poor pace and awful pictures
i warn everyone against it
a bad story and annoying music
stupid slow and cold
the young actors are terrible
`

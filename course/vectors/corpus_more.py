"""More of the text to count words in: see `course.vectors.corpus_text`."""

MORE = """
The paper. A dog that bites a man is no news, said the old man at the newspaper, but a man who
bites a dog is news. We waited for thirty years. Then, on a wet Tuesday in March, a man bit a dog.
The dog had bitten him first, the man was hungry and angry, and the dog was not hurt. We wrote it
on the front page. The man hated the story, the dog became famous, and the old man went home happy.

The dog of the story lived with a butcher. Children came to look at him. He liked the children and
disliked the fame. When somebody said his name he hid behind the sausages. He never bit a man
again, and no man ever bit him. He died old and fat, in the sun, and half the town walked behind
the cart.

Dear friend, you write that you are sad and do not know why. I know that kind of sad. It is like
rain in the night: you hear it and think that it will never stop, and in the morning the street is
dry. Eat something hot. Walk to the river. Listen to some music that you loved when you were young,
even if it is bad music. Mine was very bad, and I love it still.

I was sad in the autumn and I am happy now, and nothing has changed but the light. My work is the
same, my room is the same, the soup is the same. The cat is a little fatter. She sleeps on the
chair that I bought for guests. I have no guests, because my friends hate the stairs. Come and see
me. You may have the chair, if the cat agrees.

A quarrel about music. I hate the opera, said my brother. They sing when they love, they sing when
they hate, they sing when they die, and it takes three hours. I love the opera for that, said my
sister. In the office people love and hate and die, too, and nobody sings at all. My brother liked
that. He went with her, slept through the second act, and cried in the third. It was not good, he
said afterwards. It was very good. I hated it. When do we go again?

A quarrel about food. The young cook likes garlic in everything. The old cook likes garlic in
nothing. They cook in one kitchen, at one stove, for one hungry hospital. On Mondays there is
garlic in the soup, in the meat, and once in the cake. On Tuesdays there is none, and the patients
sleep well. The nurses love Mondays. The doctors love Tuesdays. Nobody has asked the patients, but
the plates come back empty on both days.

A quarrel about the weather. The farmer wanted rain and the painter wanted sun. It rained on the
painter and the sun burned the wheat. Then both of them cursed the sky. The priest said that one
must love the weather that comes. He had a good roof. In the end the painter painted the rain, the
farmer bought the picture, and now he looks at it all summer and feels cooler.

The vet. What I like about animals, the vet said, is that they say what they mean. A cat that hates
you bites you. A cat that loves you bites you, too, but not so hard. People smile and send a bad
letter. Once a woman brought me a parrot that said bad words all day. She loved the parrot and
hated the words. I kept it for a week. It came back with worse words, because my wife hates
parrots.

I have been bitten by dogs, cats, horses, a goose, a pig, a very small hamster and a child. The
child was the worst. His puppy was ill, and I held the needle. He bit my hand and did not let go.
The puppy is well now, the child is a big man, and at the market he gives me apples. He is still
sorry. I tell him that I would have bitten, too.

The night train. In the cold carriage sat a soldier, a nun and a man with a box. In the box
something scratched. The soldier hated cats and hoped for a rabbit. The nun loved cats and hoped
for a cat. The man said nothing and ate cold chicken. At midnight the box opened by itself, and a
small wet owl came out, looked at all of them, and disliked what it saw. It sat down on the
soldier's helmet and slept there until the morning.

The soldier did not move all night. He said later that it was the best guard he ever stood. The nun
sang quietly. The man with the box said that owls love music and hate trains, and that he was
taking this one home to a barn with a good roof and many mice. When they got out it was snowing.
The owl looked back once.

The teacher of the piano. The child hates scales and loves songs. The mother loves scales and hates
songs, or so it seems through the door. I tell them both that a song is a scale that has gone for a
walk. Play softly, I say, and the child plays loudly. Play loudly, and the child looks at me with
such love that I know I have said something good. When it rains we play rain. When it is hot we
play water.

After the last lesson I open the window. Outside the boys shout, a dog barks, a woman beats a
carpet. It is not bad music. I like the end of the day, the cold tea, the quiet room. The piano is
old, its voice is warm, and two of its strings were broken by a cat. I never liked those two notes
very much.

The film club. This month we saw a bad film that everybody enjoyed, and a good film that nobody
enjoyed. The bad movie had a dog in it that saves a family from a fire. We cried. The good movie
had a family that saves nobody from anything, in the rain, for two hours and a half. One of us said
that it was excellent. We looked at him. He said that an excellent film need not be a film that one
likes. Then we voted, and the dog won.

Rules of our house. Who cooks does not wash the dishes. Who hates the soup says so before the
second plate. Music until ten, drums until seven. The cat may sleep on every bed but the one with
the white blanket, and she sleeps on the one with the white blanket. Good news is told at once, bad
news after dinner. Nobody needs to like everybody. Whoever comes in from the cold gets the chair by
the stove.
"""

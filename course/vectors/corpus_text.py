"""A text to count words in: letters, a diary, talk at table, written for this course.

Nobody in it is anybody.  It is plain everyday prose about animals, food, weather, work and music,
in which people love and hate, like and dislike, praise and blame.  It is small on purpose: large
enough that words of one kind come to stand among the same neighbours, and small enough to be read
whole.  Paragraphs are separated by empty lines.
"""
from course.vectors.corpus_more import MORE

FIRST = """
Dear sister, it has rained all week and I love it. You know how I hate the heat in August. The
garden is green again, the cats sit in the window and hate every drop of it, and I make soup. I
made leek soup on Monday, pea soup on Tuesday and onion soup today. You would love the onion soup.
You would hate the pea soup, as you hated it when we were children and hid it under the bread.

The old dog next door bites people again. He bit the postman on Friday and he bit a man who only
wanted to ask the way. The man was not angry, he said that he loves dogs, even dogs that bite. I
like dogs too, but I do not love a dog that bites me. My cats hate him. When the dog barks, the
cats run under the bed and stay there until the evening.

You ask about my work. I like the work and I dislike the office. The room is cold in winter and hot
in summer, and the coffee is bad. I hate bad coffee. A good cup of coffee in the morning is half of
a good day. So I bring my own, and now everybody loves me. The man at the next desk says that I
make good coffee, very good coffee, and that the coffee of the office is not good at all.

Write soon, and tell me whether your kitten has learned to climb. A kitten that sleeps all day is a
happy kitten. Mine slept on my letters, and that is why this one is late.

Dear sister, thank you for your letter about the soup and the dog. Here it has not rained at all.
The days are warm, the evenings are long, and the children swim in the river until it is dark. They
love the river and they hate their bath. I do not understand children. Water is water.

My kitten climbs. She climbs the curtains, she climbs the apple tree, and last night she climbed
into the piano and walked about on the strings. What a sound! I love music, but I hate being woken
by it at three in the morning. Your brother came down with a stick and thought that there was a
thief. Then he laughed until he cried. He says he hates cats, but he carried her upstairs in his
sleeve, and she slept on his feet.

I dislike your pea soup still. I have learned to like onions. I love fresh bread with butter and
salt, and I could eat it every day of my life. The baker in our street makes good bread and bad
cakes. His wife makes good cakes and bad bread. They love each other and they hate each other's
baking, and so they are both in the shop all day, and both of them sing.

Monday. Cold outside, ice on the window, a grey sky. I walked to work and my hands were freezing.
The winter air felt cold and clean, and the street was quiet. I like a quiet street. At noon it
began to snow. The young people in the office loved it and ran to the window, and the old people
hated it and thought of the way home. I am somewhere between them. I love snow from a warm room.

Tuesday. It was freezing outside and the train was late. A man on the platform shouted that he
hated trains, he hated winter, and he hated this town. A woman answered that she loved all three.
He looked at her for a while and then he smiled. They sat together on the train and talked about
the weather.

Wednesday. Bad news and good news. The bad news is that we must work on Saturday. The good news is
that there will be cake. I would give all the cake in the world for a free Saturday. The boss is
not a bad man. He is a kind man with a bad plan. He loves plans. I hate his plans, and I like him.

Thursday. The snow is gone and everything is wet. I bought a red umbrella because I dislike my
black umbrella. In the evening I heard a concert on the radio: two violins, a cello and a piano. I
love the cello. It is slow and dark and warm. My neighbour hates the cello and loves the drum. He
plays the drum himself, every evening after dinner, and I hate the drum as only a neighbour can.

Friday. I told my neighbour that I hate the drum. He was sad, and then I was sad. He said: do you
like the guitar? I said that I like the guitar very much. So he plays the guitar for me from seven
to eight, and he plays the drum when I am at work. He is a good neighbour. We are both happy.

Saturday. Worked all day. The cake was good. The plan was not good. We finished nothing.

Sunday. Slept long. The sun shone, the ice melted, and the birds came back to the tree. I fed the
birds old bread. A fat pigeon hates all the other pigeons and chases them round the tree. The small
birds love the fat pigeon, I think, because where he chases there are always crumbs.

What do you want for dinner? I want fish. You had fish yesterday. I love fish. Nobody can eat fish
every day. The cat can. You are not the cat. I would like to be the cat: the cat eats fish, the cat
sleeps in the sun, and nobody asks the cat to do the dishes. The cat hates the dishes too. Then you
have something in common. Set the table, please.

Does the soup need salt? The soup needs more salt and less pepper. I hate pepper. You love pepper,
you put it on eggs. I love it on eggs and I hate it in soup. That makes no sense. Taste needs no
sense. Grandfather hated carrots in soup and loved carrots raw. Grandmother loved hot milk and
hated warm milk. I like my tea cold. Cold tea! Tea is hot or it is not tea.

Is there more bread? There is bread, there is butter, there is cheese. I dislike this cheese, it
smells like a wet dog. It is a good cheese. It is not good, it is old. Old cheese is good cheese,
and young cheese is dull. I like young cheese. Then you will like this: it was made on Monday.
Thank you. It is not bad. It is very good with an apple.

Who fed the dog? I fed the dog in the morning. I fed the dog at noon. Then the dog has eaten twice,
and he begs as if he had never eaten at all. He is a clever dog. He loves whoever holds the bowl.
He hates only the brush and the bath. I would bite, too, if somebody held me under cold water. He
never bites. He bit the brush. A brush is not a man.

To the landlord of our house. Sir, the roof leaks again. When it rains outside, it rains inside. We
like the house, we love the garden, and we hate the roof. The heating is bad: in winter the rooms
are cold, and the children sleep in their coats. You said in May that a man would come. No man has
come. We are not angry yet. We would like to stay. Please send a good roofer, and send him soon.

To the tenants of my house. I am sorry about the roof. The roofer has a bad back, and his son hates
ladders. A second roofer loves ladders but dislikes rain, and it has rained since May. A third will
come on Monday. He is a good man and a slow one. Put a bowl under the leak. I send a cake, and some
coal for the stove.

A school. The teacher asked the children what they love and what they hate. The first child loved
dogs and hated cats, because a cat had scratched her. The second child loved cats and hated dogs,
because a dog had bitten him. The third loved her sister on Sundays and hated her on all other
days. The fourth hated school and loved the holidays. The fifth loved school, and then the others
laughed. The last child thought for a long time. I like everything, he said, but I like it one
thing at a time.

The teacher wrote it all on the board. Look, she said, the two sentences differ in one word. I love
dogs, I hate dogs. And yet you would not give the same child a puppy. The children thought about
it. One said: both of them think about dogs all day. The teacher liked that answer very much.

Then they drew animals. There were horses, cows, sheep, goats and pigs, a hen with eleven chicks, a
fox, a bear, and a fish with legs. The boy who had been bitten drew a very small dog in a very
large cage. The girl who had been scratched drew a cat with boxing gloves on all four feet.

Dear uncle, the farm is quiet now that the harvest is in. The wheat was good, the barley was bad,
and the potatoes were neither. The cows give little milk. The brown cow hates the new milking stool
and kicks it over, and the white cow loves it and chews its legs. We had to fetch the vet twice. He
is a young man, and he loves horses, likes sheep, and hates geese. Our geese bite. They bit the
vet, they bit the priest, and on Sunday a goose bit the mayor. Nobody was sorry about the mayor.

The horse is old but well. In the morning he walks to the gate and looks at the road, and in the
evening he walks back. I love that horse. I learned to ride on him, fell off him, and hated him for
a whole summer. You said then that I would love him again when my arm had healed, and so it was.

The dog is asleep, the cat is asleep, and I should be asleep. Outside there is a strong wind and
the rain beats on the barn. I like the sound of rain at night, as long as the hay is dry. Love to
all.

The band. Our singer loves slow songs and hates fast songs. Our drummer loves fast songs and hates
slow songs. The man with the guitar likes loud songs. I play the piano, I like everything, and I am
always too quiet. Last night we played at a wedding. The bride loved us. The groom danced with his
grandmother. An old man said that he hated our music, that it was noise and not music at all, and
stayed until the last song.

After the wedding we ate cold chicken in the kitchen with the cooks. The cooks hated weddings: so
many plates, so much fish, so little thanks. The singer sang for them, a slow song, and one of the
cooks cried into the soup. It is good soup, he said, and now it needs no salt.

We practise on Thursdays in a room under the cinema. The room is small and warm, the walls are
thin, and when the film above is sad we must play softly. Once there was a film about a war, and
the people above us thought that our drum was part of it. They liked the film. A newspaper praised
its sound.

The cinema. I saw an excellent film about a lighthouse. We enjoyed this movie more than any other
this year. My friend hated it. Nothing happens, she said, there is fog, there is a lamp, there is
more fog. I loved the fog. I loved the slow music and the wet stairs, and the old man who talks to
the gulls. My friend loves films with horses in them. The next one has horses, and I shall go with
her, and dislike it, and eat her sweets.

We talked about it on the way home. How can you love a film in which nothing happens? How can you
hate a film in which you see so much? She thinks that a good story is a story with a plan. I think
that a good story is weather. We like each other all the same. We shared a hot chestnut and ran for
the bus in the rain, and we missed it, and walked.

The doctor. A man came with a cold. He said: I hate being ill. The doctor said: nobody loves it. He
took a sweet medicine and disliked it, and took a bitter medicine and liked it, and was well in a
week. The next week his wife came. She said: my husband is well and I hate it. When he was ill he
was quiet, he read books, and he loved my soup. Now he is up at six and plays the trumpet.

The nurse in the corridor laughed. She hates the trumpet and loves patients who sleep. A patient
who sleeps is a patient who heals, she says. The sick child in the second room has slept for ten
hours. Her mother sits beside her and holds her hand. This morning the fever was gone, and the
child asked for pancakes. The mother cried and the nurse went to find flour.

The market. On Saturday the market is full before eight. There are apples and pears, plums and
cherries, leeks and onions, potatoes, carrots, and a mountain of cabbage. I like to go early, when
the air is cold and the bread is warm. The woman with the cheese knows me. She knows that I like
the hard cheese and dislike the soft one, that my son loves honey, and that my husband hates
everything green.

The man with the fish shouts all morning. Fresh fish, good fish, fish that swam last night! The
cats of the whole street love him. They sit behind his cart in a row, fat cats, thin cats, a black
cat with one ear, and they hate one another quietly as long as he shouts. When he goes home they
fight. I have seen a small grey kitten win a whole herring and lose it again at the corner.

I bought eggs, flour and butter, a hen for the soup, and tea. The tea was dear. I bought a plant
that hates the sun, for the dark corner, and a plant that loves the sun, for the window. At home I
forgot which was which. Now one is happy and the other is sad, and I must ask the woman next
Saturday.

From a ship. Dear mother, the sea is rough and the food is bad. I love the sea in the morning, when
it is flat and blue, and I hate the sea at night, when everything that is not tied falls on my
head. The cook makes soup from what was soup the day before. The captain likes it. The captain has
no taste, but he is a good captain. In the storm on Tuesday he sang loudly and badly, and we were
less afraid.

There is a cat on board. She hates the water and loves the kitchen. She sleeps on the warm side of
the stove, and when the bell rings she goes to the captain's cabin and eats with him. There was a
dog, but the dog was sick all day and all night, and we left him on an island with a kind family.
He loves the family. They wrote to us. He bites no one and he has learned to fetch coconuts.

It is hot now, so hot that the tar melts. I would give my shirt for a cold evening in the kitchen,
with rain on the window and your bread in the oven. I think of you and of the garden. I even think
of the school. I hated it, you know, and now I read every evening. I love to read when the sea is
quiet.

From the shore. Dear son, your letter came with the snow. The garden sleeps. Your father has mended
the fence, and he hates the fence, and he loves to talk about it. We had a good summer and a bad
autumn. The apples were small and sweet. I made forty jars of jam and gave away thirty, and the ten
that are left are the ones that nobody likes, quince and rhubarb and something that was to be plum.

Your sister works at the hospital. She likes the work and dislikes the hours. She has a friend
there, a tall man with a bicycle, who came to dinner. Your father disliked him before the soup and
liked him after it, because the man loves cheese, hates politics, and can mend a clock. They sat
over the clock until midnight. It goes now, backwards, but it goes.

The dog misses you. He lies before your door and does not eat. Then he eats. Then he lies down
again. I told him that you are well. He loves you more than his bone, and of that I was not always
sure.

Winter. It was so cold that the birds sat close together and did not sing. The lake froze. Children
slid on it with their bags, dogs fell and got up again, and an old woman in a red hat skated past
all of them, backwards, with her hands behind her. I asked her whether she loved the winter. I hate
the winter, she said. My feet are cold from October to May. But I love this. And she went on over
the ice.

Spring. The ice went out of the lake in one night with a noise like a train. The wind is soft, the
mud is deep, and the cows are in the field again. The farmer likes the rain in April. His wife
dislikes the mud that comes with it. The boots stand outside the door in a row, and inside the
kettle sings.

Summer. Too hot to work, too hot to sleep. We ate cold cucumber soup and melons on the steps. My
brother hates melons and loves to throw the seeds. In the evening there was music by the river. A
band played old songs, badly and with love, and the mosquitoes bit everybody but the singer. She
said that they hate the smell of her soap. We all asked where she bought it.

Autumn. The leaves are red, the evenings are dark, and the stove is lit. I like the smell of smoke
and apples. My sister hates the dark and loves the lamps. She puts a lamp in every window, so that
from the road our house looks like a ship. People stop and look. I like to think that somebody
walks home a little faster, and is happy, and does not know why.

The office again. The new woman loves lists. She has a list for the tea, a list for the keys, and a
list of the lists. The old men hate lists. They have kept the keys in their heads for thirty years,
and now and then they have kept them there over a weekend with all of us outside. I like the lists.
I have disliked many things in this office, the smell of the stairs, the lamp that hums, the long
meetings about short meetings, but I never disliked the new woman. She works fast and laughs
loudly.

In the meeting the boss asked what was good and what was bad. Good: the coffee, since it is brought
from home. Bad: the chairs. Good: the work on the bridge, which stands. Bad: the work on the tower,
which does not. He wrote it down. Then he asked who loved the tower. Nobody said a word. And who
hates it? The man who had drawn it put up his hand. I hate it, he said, and I loved it once.

They gave him another tower. He works on it late, with the window open, and he whistles. A good man
needs a bad tower behind him, says the boss. That was the best thing he has ever said, and it was
on nobody's list.

Two neighbours. The one on the left loves order: his hedge is straight, his car is clean, and his
dog walks on the right side of the road. The one on the right hates order: his grass is high, his
car is brown, and his dog walks where it likes. On Sunday they drink beer together over the hedge.
The left neighbour likes dark beer and dislikes light beer. The right neighbour drinks what is
there.

Their dogs hate each other. Through the hedge they bark from morning to evening. One day there was
a hole in the hedge, and the barking stopped, and everybody was afraid. The two dogs lay in the
high grass, side by side, asleep. When the hole was mended, they barked again. They love to bark,
said the left neighbour. They hate the hedge, said the right one.

A recipe. Take a fat hen, two onions, three carrots, and a leek. Put them into cold water with salt
and let it get hot slowly. Do not let it boil: a soup that boils is not a good soup. After two
hours take out the hen. If you like garlic, now is the time for garlic. If you hate garlic, you may
as well stop here. Add noodles. Eat it hot, with bread. It is good for a cold, and for bad days,
and for good ones. My mother made it when she was sad, and then she was less sad, and we were less
hungry.

Advice to a young cook. Taste everything. You need not like what you cook, but you must know why
you dislike it. I hated fennel for twenty years, and then an old woman in a small village fried it
in butter for me, and I loved it at once and felt that I had been a fool. Keep your knife sharp,
your hands clean and your friends fed. Never trust a thin dog at the door of a restaurant.

A choir. We sing on Wednesdays. The women at the front love the high notes, and the men at the back
hate them. Our teacher says: sing the quiet parts as if you liked somebody, and the loud parts as
if you loved somebody and the train was leaving. Once, in a sad song, a dog outside began to sing
too. It sang a good bass. We have tried to find that dog ever since.

I like the walk home afterwards. The street is dark, the air is cool, my ears are full. Now and
then I sing a little by myself, and behind a window somebody answers. I do not know who it is. I
only know that she loves the same song, and that she, too, never learned the second verse.
"""

PROSE = FIRST + MORE

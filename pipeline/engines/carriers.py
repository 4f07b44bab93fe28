"""Sentences with one gap each, to find out which placeholders a model carries over.

The gap stands at either end, in the middle, in quotation marks, before a comma, with a
possessive or a hyphen: the places where terms stand in talk about technology.
"""

from __future__ import annotations

from collections.abc import Mapping

_EN = """\
{} is the first tool that our team installed.
{} has changed the way we plan our work.
{} and the compiler disagree about this file.
{} was presented in the spring.
{}, by contrast, needs a server.
Why does {} need so much memory?
How would you explain {} to a child?
When did you start working on {}?
Can {} read the whole archive?
What makes {} better than the old system?
We built {} in six weeks.
She explains why {} failed last year.
He compares {} with a large library.
They asked {} for a second opinion.
I never thought that {} would be this quick.
The company behind {} has forty employees.
The history of {} begins in a garage.
The first version of {} was slow.
The biggest problem with {} is the price.
The people who use {} rarely complain.
A good example is {}.
Most of the code was written by {}.
Our customers have been asking for {}.
Two years later everyone was using {}.
In the end the choice fell on {}.
That is where {} comes in.
Everything that {} writes is tested first.
There is no easy way to replace {}.
If {} stops, the whole building goes dark.
Because {} is open, anyone can improve it.
Although {} is small, it handles a million requests.
Before {} existed, this took a week.
After the break we talk about {} and about music.
With {}, a student can do the work of a team.
Without {} the experiment would have cost a fortune.
The new release of {}, which came out on Monday, is faster.
They chose {}, not because it was cheap but because it worked.
Some engineers call it "{}" and laugh.
The word "{}" appears on every page.
The documentation ({}) is short and clear.
{}'s answer was shorter than mine.
We looked at {}'s results again.
The {}-based design was easier to test.
Three teams train {} on the same data.
Nobody expected {} to win the contest.
Let us begin with {} and its rivals.
You can connect {} to your own database.
It took {} only a few minutes to find the mistake.
The talk ends with a question about {}.
So what will {} look like in ten years?"""

_NL = """\
{} is het eerste hulpmiddel dat ons team installeerde.
{} heeft veranderd hoe wij ons werk plannen.
{} en de compiler zijn het oneens over dit bestand.
{} werd in het voorjaar gepresenteerd.
{} heeft daarentegen een server nodig.
Waarom heeft {} zoveel geheugen nodig?
Hoe zou je {} aan een kind uitleggen?
Wanneer ben je aan {} begonnen?
Kan {} het hele archief lezen?
Wat maakt {} beter dan het oude systeem?
We hebben {} in zes weken gebouwd.
Ze legt uit waarom {} vorig jaar mislukte.
Hij vergelijkt {} met een grote bibliotheek.
Ze vroegen {} om een tweede mening.
Ik had nooit gedacht dat {} zo snel zou zijn.
Het bedrijf achter {} heeft veertig medewerkers.
De geschiedenis van {} begint in een garage.
De eerste versie van {} was traag.
Het grootste probleem met {} is de prijs.
De mensen die {} gebruiken klagen zelden.
Een goed voorbeeld is {}.
De meeste code is door {} geschreven.
Onze klanten vragen al langer om {}.
Twee jaar later gebruikte iedereen {}.
Uiteindelijk viel de keuze op {}.
Daar komt {} in beeld.
Alles wat {} schrijft wordt eerst getest.
Er is geen makkelijke manier om {} te vervangen.
Als {} stopt, wordt het hele gebouw donker.
Omdat {} open is, kan iedereen het verbeteren.
Hoewel {} klein is, verwerkt het een miljoen verzoeken.
Voordat {} bestond, duurde dit een week.
Na de pauze praten we over {} en over muziek.
Met {} kan een student het werk van een team doen.
Zonder {} had de proef een fortuin gekost.
De nieuwe versie van {}, die maandag uitkwam, is sneller.
Ze kozen {}, niet omdat het goedkoop was maar omdat het werkte.
Sommige ingenieurs noemen het "{}" en lachen erom.
Het woord "{}" staat op elke pagina.
De handleiding ({}) is kort en duidelijk.
Het antwoord van {} was korter dan het mijne.
We bekeken de resultaten van {} opnieuw.
Het ontwerp met {} was makkelijker te testen.
Drie teams trainen {} met dezelfde gegevens.
Niemand verwachtte dat {} de wedstrijd zou winnen.
Laten we beginnen met {} en zijn rivalen.
Je kunt {} met je eigen database verbinden.
Het kostte {} maar een paar minuten om de fout te vinden.
Het gesprek eindigt met een vraag over {}.
Hoe ziet {} er over tien jaar uit?"""

_ZH = """\
{}是我们团队安装的第一个工具。
{}改变了我们安排工作的方式。
{}和编译器对这个文件的看法不同。
{}是在春天发布的。
相比之下，{}需要一台服务器。
为什么{}需要这么多内存？
你会怎样向孩子解释{}？
你是什么时候开始研究{}的？
{}能读完整个档案吗？
是什么让{}比旧系统更好？
我们用六个星期做出了{}。
她解释了{}去年失败的原因。
他把{}比作一座大图书馆。
他们又去问了{}的意见。
我从没想过{}会这么快。
{}背后的公司有四十名员工。
{}的历史始于一间车库。
{}的第一个版本很慢。
{}最大的问题是价格。
使用{}的人很少抱怨。
一个很好的例子是{}。
大部分代码是由{}写的。
我们的客户一直想要{}。
两年以后，大家都在用{}。
最后大家选择了{}。
这时候就轮到{}了。
{}写的东西都要先经过测试。
要取代{}并不容易。
如果{}停下来，整栋楼都会停电。
因为{}是开放的，谁都可以改进它。
虽然{}很小，却能处理一百万个请求。
在{}出现以前，这要花一个星期。
休息之后，我们谈谈{}和音乐。
有了{}，一个学生就能完成一个团队的工作。
没有{}，这个实验会非常昂贵。
星期一发布的新版{}更快了。
他们选择{}，不是因为便宜，而是因为好用。
有些工程师笑着叫它“{}”。
“{}”这个词出现在每一页上。
说明书（{}）又短又清楚。
{}的回答比我的短。
我们又看了一遍{}的结果。
基于{}的设计更容易测试。
三个团队用同样的数据训练{}。
没有人料到{}会赢得比赛。
让我们从{}和它的对手说起。
你可以把{}连接到自己的数据库。
{}只用几分钟就找到了错误。
谈话以一个关于{}的问题结束。
那么十年后的{}会是什么样子？"""

CARRIERS: Mapping[str, tuple[str, ...]] = {
    "en": tuple(_EN.splitlines()),
    "nl": tuple(_NL.splitlines()),
    "zh-Hans": tuple(_ZH.splitlines()),
}
"""Language → fifty sentences; `{}` marks the gap."""

// Charts of the vega-datasets package: the block of each, how many shapes it has at least, and the warnings it gives.

/** Fields whose looks do not tell what they are. */
export const fields = {
  'stocks.csv': [{ name: 'date', type: 'date', format: '%b %d %Y' }, { name: 'price', type: 'number', unit: '$' }],
  'sp500.csv': [{ name: 'date', type: 'date', format: '%b %d %Y' }],
  'github.csv': [{ name: 'time', type: 'datetime', format: '%Y/%m/%d %H:%M:%S' }],
  'flights-2k.json': [{ name: 'date', type: 'datetime', format: '%Y/%m/%d %H:%M' }],
  'seattle-weather.csv': [
    { name: 'temp_max', type: 'number', unit: '°C', title: 'Highest temperature' },
    { name: 'precipitation', type: 'number', unit: 'mm' },
  ],
};

export const charts = [
  { id: 'cars', marks: 300, warns: ['unplaced-record', 'unplaced-record'], yaml: `
type: scatter
data: cars
x: Horsepower
y: Miles_per_Gallon
color: Origin
title: Stronger engines use more fuel` },
  { id: 'gapminder', marks: 150, yaml: `
type: bubble
data: gapminder-health-income
x: income
y: health
size: population
color: region
x_scale: log
labels: false
title: Richer countries live longer` },
  { id: 'stocks', marks: 5, yaml: `
type: line
data: stocks
x: date
y: price
series: symbol
scale: log
title: Google overtook all others` },
  { id: 'stocks-index', marks: 5, yaml: `
type: line
data: stocks
x: date
y: price
series: symbol
filter: r.symbol != "GOOG"
index: 100 at 2000-01
highlight: AAPL
title: Apple rose most since 2000` },
  { id: 'weather-months', marks: 40, yaml: `
type: bar
data: seattle-weather
x: date
y: Days
series: weather
bin: {field: date, step: month-of-year}
aggregate: {Days: count}
stack: true
title: Summers are sunny in Seattle` },
  { id: 'weather-histogram', marks: 15, yaml: `
type: bar
data: seattle-weather
x: temp_max
y: Days
bin: {field: temp_max, step: 2.5}
aggregate: {Days: count}
title: Most days are mild` },
  { id: 'weather-trend', marks: 1, yaml: `
type: line
data: seattle-weather
x: date
y: temp_max
rolling: 30
title: Four summers` },
  { id: 'unemployment', marks: 14, warns: ['too-many-series'], yaml: `
type: area
data: unemployment-across-industries
x: date
y: count
series: series
stack: true
title: Unemployment doubled in 2009` },
  { id: 'unemployment-total', marks: 1, yaml: `
type: line
data: unemployment-across-industries
x: date
y: count
aggregate: sum
title: Unemployment doubled in 2009` },
  { id: 'barley', marks: 20, yaml: `
type: dumbbell
data: barley
x: variety
y: yield
series: year
aggregate: mean
title: All varieties yielded less in 1932` },
  { id: 'movies', marks: 8, yaml: `
type: bar
data: movies
x: IMDB Rating
y: Movies
filter: '!r["IMDB Rating"].is_missing()'
bin: {field: IMDB Rating, step: 1}
aggregate: {Movies: count}
title: Most films are rated between 6 and 7` },
  { id: 'movies-genres', marks: 8, yaml: `
type: bar
data: movies
x: Major Genre
y: Typical gross
filter: '!r["Major Genre"].is_missing()'
group: Major Genre
aggregate: {Typical gross: median of Worldwide Gross}
sort: -Typical gross
limit: 8
horizontal: true
title: Adventures earn most` },
  { id: 'penguins', marks: 300, yaml: `
type: scatter
data: penguins
x: Flipper Length (mm)
y: Body Mass (g)
color: Species
title: Gentoo penguins are the largest` },
  { id: 'disasters', marks: 1, yaml: `
type: line
data: disasters
x: Year
y: Deaths
filter: r.Entity == "All natural disasters"
rolling: 10
title: Fewer people die in disasters` },
  { id: 'population', marks: 30, yaml: `
type: bar
data: population
x: age
y: people
series: sex
group: [age, sex]
aggregate: {people: max}
title: The young are most` },
  { id: 'co2', marks: 1, yaml: `
type: line
data: co2-concentration
x: Date
y: CO2
title: Carbon dioxide rises every year` },
  { id: 'employment-change', marks: 8, yaml: `
type: bar
data: us-employment
x: month
y: nonfarm_change
bin: {field: month, step: year}
aggregate: sum
title: Two years of losses` },
  { id: 'employment-growth', marks: 1, yaml: `
type: line
data: us-employment
x: month
y: nonfarm
change: percent
title: The fall of 2009` },
  { id: 'iowa', marks: 3, yaml: `
type: area
data: iowa-electricity
x: year
y: net_generation
series: source
stack: true
title: Wind came on top` },
  { id: 'iowa-share', marks: 3, yaml: `
type: line
data: iowa-electricity
x: year
y: net_generation
series: source
share: {within: year}
title: Renewables reached a third` },
  { id: 'sp500', marks: 1, yaml: `
type: area
data: sp500
x: date
y: price
title: Two falls in ten years` },
  { id: 'wheat', marks: 1, yaml: `
type: line
data: wheat
x: year
y: [wheat, wages]
title: Wages caught up with the price of wheat` },
  { id: 'burtin', marks: 14, yaml: `
type: scatter
data: burtin
x: Penicillin
y: Neomycin
color: Gram_Staining
scale: log
x_scale: log
title: Neomycin works on both kinds` },
  { id: 'driving', marks: 50, yaml: `
type: scatter
data: driving
x: miles
y: gas
labels: false
title: Dear petrol, shorter ways` },
  { id: 'birdstrikes', marks: 5, yaml: `
type: donut
data: birdstrikes
x: Phase of flight
y: Strikes
group: Phase of flight
aggregate: {Strikes: count}
sort: -Strikes
limit: 4
other: All other phases
title: Birds strike near the ground` },
  { id: 'global-temp', marks: 1, yaml: `
type: line
data: global-temp
x: year
y: temp
rolling: 5
title: The world grew warmer` },
  { id: 'github', marks: 20, yaml: `
type: bar
data: github
x: time
y: count
bin: {field: time, step: hour}
aggregate: sum
title: Pushes at every hour` },
  { id: 'crimea', marks: 60, yaml: `
type: bar
data: crimea
x: date
y: [disease, wounds, other]
stack: true
title: Disease killed most soldiers` },
  { id: 'obesity', marks: 10, yaml: `
type: bar
data: obesity
x: state
y: rate
sort: -rate
limit: 10
title: The ten states with the highest rates` },
  { id: 'flights', marks: 10, yaml: `
type: bar
data: flights-200k
x: delay
y: Flights
filter: r.delay > -60 && r.delay < 180
bin: {field: delay, step: 20}
aggregate: {Flights: count}
title: Most of 231,083 flights were on time` },
  { id: 'airports', marks: 10, yaml: `
type: bar
data: airports
x: state
y: Airports
group: state
aggregate: {Airports: count}
sort: -Airports
limit: 10
title: Alaska has the most airports` },
];

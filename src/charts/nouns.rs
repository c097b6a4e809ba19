//! What a type of chart is called in the built-in languages, for alternative texts. English stands with the types
//! themselves (`model::chart_types`).

use crate::model::ChartType;
use ChartType as T;

/// The order of the names in a row.
const LANGUAGES: [&str; 9] = ["de", "fr", "es", "pt", "ja", "ko", "zh", "zh-hant", "ar"];

/// The names of a type; `None` is a chart that an `echarts` block draws.
#[rustfmt::skip]
const fn row(kind: Option<ChartType>) -> [&'static str; 9] {
    match kind {
        None => ["Diagramm", "Graphique", "Gráfico", "Gráfico", "グラフ", "차트", "图表", "圖表", "مخطط"],
        Some(T::Bar) => ["Balkendiagramm", "Graphique en barres", "Gráfico de barras", "Gráfico de barras", "棒グラフ", "막대 그래프", "条形图", "長條圖", "مخطط أعمدة"],
        Some(T::Lollipop) => ["Lollipop-Diagramm", "Graphique en sucettes", "Gráfico de piruletas", "Gráfico de pirulitos", "ロリポップチャート", "롤리팝 차트", "棒棒糖图", "棒棒糖圖", "مخطط مصاصات"],
        Some(T::Waterfall) => ["Wasserfalldiagramm", "Graphique en cascade", "Gráfico de cascada", "Gráfico em cascata", "ウォーターフォール図", "폭포 차트", "瀑布图", "瀑布圖", "مخطط شلالي"],
        Some(T::Bullet) => ["Bullet-Diagramm", "Graphique à puces", "Gráfico de viñetas", "Gráfico de marcadores", "ブレットグラフ", "불릿 차트", "子弹图", "子彈圖", "مخطط رصاصي"],
        Some(T::Pictorial) => ["Bilddiagramm", "Pictogramme", "Pictograma", "Pictograma", "絵グラフ", "그림그래프", "象形图", "象形圖", "مخطط مصور"],
        Some(T::Histogram) => ["Histogramm", "Histogramme", "Histograma", "Histograma", "ヒストグラム", "히스토그램", "直方图", "直方圖", "مدرج تكراري"],
        Some(T::Boxplot) => ["Boxplot", "Boîte à moustaches", "Diagrama de caja", "Diagrama de caixa", "箱ひげ図", "상자 그림", "箱线图", "箱型圖", "مخطط صندوقي"],
        Some(T::Strip) => ["Punktstreifen", "Nuage en bande", "Gráfico de franjas", "Gráfico de faixas", "ストリッププロット", "스트립 플롯", "条带散点图", "帶狀散佈圖", "مخطط شريطي"],
        Some(T::Candlestick) => ["Kerzendiagramm", "Graphique en chandeliers", "Gráfico de velas", "Gráfico de velas", "ローソク足チャート", "캔들 차트", "K线图", "K線圖", "مخطط شموع"],
        Some(T::Gantt) => ["Zeitleiste", "Chronologie", "Cronograma", "Cronograma", "タイムライン", "타임라인", "时间线", "時間軸", "خط زمني"],
        Some(T::Line) => ["Liniendiagramm", "Courbe", "Gráfico de líneas", "Gráfico de linhas", "折れ線グラフ", "선 그래프", "折线图", "折線圖", "مخطط خطي"],
        Some(T::Area) => ["Flächendiagramm", "Graphique en aires", "Gráfico de áreas", "Gráfico de áreas", "面グラフ", "영역 그래프", "面积图", "面積圖", "مخطط مساحي"],
        Some(T::Bump) => ["Rangverlauf", "Évolution des rangs", "Gráfico de posiciones", "Gráfico de posições", "順位の推移", "순위 변화 차트", "排名变化图", "排名變化圖", "مخطط المراتب"],
        Some(T::Pie) => ["Kreisdiagramm", "Camembert", "Gráfico circular", "Gráfico de pizza", "円グラフ", "원 그래프", "饼图", "圓餅圖", "مخطط دائري"],
        Some(T::Donut) => ["Ringdiagramm", "Graphique en anneau", "Gráfico de anillo", "Gráfico de rosca", "ドーナツグラフ", "도넛 차트", "环形图", "環圈圖", "مخطط حلقي"],
        Some(T::HalfDonut) => ["Halbring", "Demi-anneau", "Gráfico de medio anillo", "Gráfico de meia rosca", "半円グラフ", "반원 차트", "半环形图", "半環圖", "مخطط نصف حلقي"],
        Some(T::Rose) => ["Rosendiagramm", "Diagramme en rose", "Diagrama de rosa", "Diagrama de rosa", "鶏頭図", "장미 차트", "玫瑰图", "玫瑰圖", "مخطط وردي"],
        Some(T::Treemap) => ["Kacheldiagramm", "Carte proportionnelle", "Mapa de árbol", "Mapa de árvore", "ツリーマップ", "트리맵", "矩形树图", "矩形樹圖", "خريطة شجرية"],
        Some(T::Sunburst) => ["Sonnendiagramm", "Graphique en rayons de soleil", "Gráfico de proyección solar", "Gráfico de explosão solar", "サンバースト図", "선버스트 차트", "旭日图", "旭日圖", "مخطط شعاعي"],
        Some(T::Icicle) => ["Eiszapfendiagramm", "Graphique en stalactites", "Gráfico de carámbanos", "Gráfico de pingentes", "アイシクル図", "고드름 차트", "冰柱图", "冰柱圖", "مخطط متدلٍ"],
        Some(T::Tree) => ["Baumdiagramm", "Arbre", "Árbol", "Árvore", "樹形図", "트리", "树图", "樹狀圖", "مخطط شجري"],
        Some(T::Sankey) => ["Sankey-Diagramm", "Diagramme de Sankey", "Diagrama de Sankey", "Diagrama de Sankey", "サンキー図", "생키 다이어그램", "桑基图", "桑基圖", "مخطط سانكي"],
        Some(T::Chord) => ["Sehnendiagramm", "Diagramme à cordes", "Diagrama de cuerdas", "Diagrama de cordas", "コード図", "코드 다이어그램", "和弦图", "和弦圖", "مخطط أوتار"],
        Some(T::Network) => ["Netzwerk", "Réseau", "Red", "Rede", "ネットワーク図", "네트워크", "网络图", "網路圖", "شبكة"],
        Some(T::Radar) => ["Netzdiagramm", "Graphique radar", "Gráfico radial", "Gráfico de radar", "レーダーチャート", "방사형 차트", "雷达图", "雷達圖", "مخطط راداري"],
        Some(T::Parallel) => ["Parallele Koordinaten", "Coordonnées parallèles", "Coordenadas paralelas", "Coordenadas paralelas", "平行座標", "평행 좌표", "平行坐标图", "平行座標圖", "إحداثيات متوازية"],
        Some(T::Funnel) => ["Trichterdiagramm", "Entonnoir", "Gráfico de embudo", "Gráfico de funil", "ファネルチャート", "깔때기 차트", "漏斗图", "漏斗圖", "مخطط قمعي"],
        Some(T::Gauge) => ["Messuhr", "Jauge", "Indicador", "Medidor", "ゲージ", "게이지", "仪表盘", "儀表圖", "مقياس"],
        Some(T::Heatmap) => ["Heatmap", "Carte de chaleur", "Mapa de calor", "Mapa de calor", "ヒートマップ", "히트맵", "热力图", "熱圖", "خريطة حرارية"],
        Some(T::Calendar) => ["Kalender", "Calendrier", "Calendario", "Calendário", "カレンダー", "달력", "日历图", "日曆圖", "تقويم"],
        Some(T::Map) => ["Karte", "Carte", "Mapa", "Mapa", "地図", "지도", "地图", "地圖", "خريطة"],
        Some(T::Scatter) => ["Streudiagramm", "Nuage de points", "Diagrama de dispersión", "Gráfico de dispersão", "散布図", "산점도", "散点图", "散佈圖", "مخطط انتشار"],
        Some(T::ConnectedScatter) => ["Verbundenes Streudiagramm", "Nuage de points relié", "Diagrama de dispersión conectado", "Gráfico de dispersão conectado", "線で結んだ散布図", "연결 산점도", "连线散点图", "連線散佈圖", "مخطط انتشار متصل"],
        Some(T::Bubble) => ["Blasendiagramm", "Graphique à bulles", "Gráfico de burbujas", "Gráfico de bolhas", "バブルチャート", "거품 차트", "气泡图", "泡泡圖", "مخطط فقاعي"],
        Some(T::Slope) => ["Steigungsdiagramm", "Graphique de pentes", "Gráfico de pendientes", "Gráfico de inclinação", "スロープグラフ", "경사 그래프", "斜率图", "斜率圖", "مخطط ميل"],
        Some(T::Dumbbell) => ["Hanteldiagramm", "Graphique en haltères", "Gráfico de mancuernas", "Gráfico de halteres", "ダンベルチャート", "덤벨 차트", "哑铃图", "啞鈴圖", "مخطط دمبل"],
    }
}

/// The name of a type, or of any chart, in a language; `None` for one that is not built in, and English.
pub(super) fn noun(kind: Option<ChartType>, language: &str) -> Option<&'static str> {
    let place = LANGUAGES.iter().position(|known| *known == language)?;
    Some(row(kind)[place])
}

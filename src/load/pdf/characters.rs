//! Characters that fonts give for others: radicals and compatibility forms that look like the character that was written, and ligatures.

/// Stands in the tables below for a character that is no other's twin.
const NONE: char = '·';

/// What U+2E80 to U+2EF3, the CJK radicals supplement, look like.
const SUPPLEMENT: &str = "\
    ·厂乛乚乙亻冂·刀刂卜㔾小小兀尣尢·巳幺彑·忄㣺扌攵·旡日月歺母民氵氺灬爫爫丬牛犭王·目示礻竹糹纟罓罒网··羊羊羋耂肀聿肉臼艹艹\
    艹虎衤覀西见角·讠贝足车辶辶辶邑钅長镸长门·阝雨青韦页风飞食食飠饣·马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟\
    ";

/// What U+2F00 to U+2FD5, the Kangxi radicals, look like.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手\
    支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳\
    聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯\
    鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠\
    ";

/// What U+F900 to U+FAD9, the compatibility ideographs, look like.
const COMPATIBLE: &str = "\
    豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄\
    鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮兩凉梁糧良諒量勵\
    呂女廬旅濾礪閭驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂\
    燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易李梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒狀炙識什茶刺\
    切度拓糖宅洞暴輻行降見廓兀嗀··塚·晴··凞猪益礼神祥福靖精羽·蘒·諸··逸都···飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎\
    懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹艹著褐視謁謹賓贈辶逸難響頻恵𤋮舘··並况全侀充冀勇勺喝啕喙嗢塚墳奄奔\
    婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒敖晴朗望杖歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆視調諸請謁諾諭謹\
    變贈輸遲醙鉶陼難靖韛響頋頻鬒龜𢡊𢡄𣏕㮝䀘䀹𥉉𥳐𧻓齃龎\
    ";

/// Ligatures of Latin letters, from U+FB00.
const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "ft", "st"];

/// The characters that a font means by `c`: none where it cannot be seen.
pub(super) fn meant(c: char) -> impl Iterator<Item = char> {
    let ligature = (c as usize).checked_sub(0xfb00).and_then(|i| LIGATURES.get(i)).copied().unwrap_or("");
    let twin = match c {
        _ if !ligature.is_empty() || is_unseen(c) => None,
        '\u{2e80}'..='\u{2ef3}' => twin(SUPPLEMENT, c, '\u{2e80}'),
        '\u{2f00}'..='\u{2fd5}' => twin(KANGXI, c, '\u{2f00}'),
        '\u{f900}'..='\u{fad9}' => twin(COMPATIBLE, c, '\u{f900}'),
        _ => Some(c),
    };
    ligature.chars().chain(twin)
}

fn twin(table: &str, c: char, first: char) -> Option<char> {
    let index = (c as usize).saturating_sub(first as usize);
    table.chars().nth(index).filter(|t| *t != NONE).or(Some(c))
}

/// Marks that choose between shapes of a character, and others that are nothing to see.
fn is_unseen(c: char) -> bool {
    crate::load::label::is_invisible(c) || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        text.chars().flat_map(meant).collect()
    }

    #[test]
    fn radicals_read_as_the_characters_they_look_like() {
        assert_eq!(folded("⼀⼆⾏⽬⾯⻚⻅⻓⻔⺠"), "一二行目面页见长门民");
        assert_eq!(folded("⻳⿕"), "龟龠");
        assert_eq!(folded("⺀⻇"), "⺀⻇", "no twin");
    }

    #[test]
    fn compatibility_forms_and_ligatures() {
        assert_eq!(folded("\u{f98e}\u{fa08}\u{f967}\u{fad9}"), "年行不龎");
        assert_eq!(folded("ﬁﬃ"), "fiffi");
        assert_eq!(folded("葛\u{e0100}\u{fe00}a"), "葛a");
        assert_eq!(folded("2023年（一）"), "2023年（一）");
    }

    #[test]
    fn tables_are_as_long_as_their_blocks() {
        assert_eq!(SUPPLEMENT.chars().count(), 0x2ef3 - 0x2e80 + 1);
        assert_eq!(KANGXI.chars().count(), 0x2fd5 - 0x2f00 + 1);
        assert_eq!(COMPATIBLE.chars().count(), 0xfad9 - 0xf900 + 1);
    }
}

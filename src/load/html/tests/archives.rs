//! Pages saved with their parts in one file.

use super::*;

const HEAD: &str = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"--x=y\"\r\n\r\n";

#[test]
fn as_word_writes_them() {
    let page =
        "<html><body><p>=D5=FE=B8=AE=D0=C5=CF=A2=B9=AB=BF=AA=C4=EA=B1=A8</p><table><tr><td>=B9=E6=D5=C2<=\n/td><td>1=32</td></tr></table>";
    let file = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"----=_NextPart_01D\"\n\nThis document is a Single File Web Page.\n\n\
         ------=_NextPart_01D\nContent-Location: file:///C:/x.htm\nContent-Transfer-Encoding: quoted-printable\n\
         Content-Type: text/html; charset=\"gb2312\"\n\n{page}\n\n------=_NextPart_01D\nContent-Location: file:///C:/x.files/image001.png\n\
         Content-Transfer-Encoding: base64\nContent-Type: image/png\n\niVBORw0KGgo=\n\n------=_NextPart_01D--\n"
    );
    assert_eq!(blocks(file), "政府信息公开年报\n| 规章 | 12");
}

#[test]
fn as_internet_explorer_writes_them() {
    let file = "From: \"Saved by Windows Internet Explorer\"\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\
        \ttype=\"multipart/alternative\";\r\n\tboundary=\"a_b\"\r\n\r\nThis is a multi-part message.\r\n\r\n--a_b\r\n\
        Content-Type: multipart/alternative;\r\n\tboundary=\"c_d\"\r\n\r\n--c_d\r\nContent-Type: text/html;\r\n\tcharset=\"utf-8\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nPGh0bWw+PGJvZHk+PHA+5pS/5bqc5L+h5oGv\r\n5YWs5byA5bm05oqlPC9wPg==\r\n\r\n--c_d--\r\n--a_b--\r\n";
    assert_eq!(blocks(file), "政府信息公开年报");
}

#[test]
fn pages_within_the_page_stand_where_it_shows_them() {
    let part = |name: &str, page: &str| format!("----x=y\r\nContent-Type: text/html\r\n{name}\r\n\r\n{page}\r\n");
    let first = part(
        "Content-Location: http://a/b.html",
        "<html><body><p>一</p><iframe src='cid:2@x'></iframe><p>三</p><iframe src='http://a/gone'>",
    );
    let second = part("Content-ID: <2@x>", "<html><body><p>二</p><table><tr><td>甲<td>1</table><iframe src='http://a/b.html'></iframe>");
    assert_eq!(blocks(format!("{HEAD}{first}{second}----x=y--\r\n")), "一\n二\n| 甲 | 1\n三");
}

#[test]
fn a_page_that_only_divides_the_window_is_followed_by_the_others() {
    let part =
        |name: &str, page: &str| format!("----x=y\r\nContent-Location: file:///C:/{name}\r\nContent-Type: text/html\r\n\r\n{page}\r\n");
    let frames =
        part("a.htm", "<html><head></head><frameset><frame src='a.files/sheet001.htm'><frame src='a.files/tabs.htm'></frameset></html>");
    let sheets = part("a.files/sheet001.htm", "<html><body><table><tr><td>甲<td>1</table>")
        + &part("a.files/sheet002.htm", "<html><body><table><tr><td>乙<td>2</table>");
    assert_eq!(blocks(format!("{HEAD}{frames}{sheets}----x=y--")), "| 甲 | 1");
    let unnamed = part("a.htm", "<html><frameset><frame src='x'></frameset></html>");
    assert_eq!(blocks(format!("{HEAD}{unnamed}{sheets}----x=y--")), "| 甲 | 1\n| 乙 | 2");
}

#[test]
fn files_that_break_off_are_read_as_far_as_they_go() {
    assert_eq!(blocks(format!("{HEAD}----x=y\r\nContent-Type: text/html\r\n\r\n<html><body><p>一</p><p>二")), "一\n二");
    assert_eq!(read(HEAD), Err(Trouble::Damaged { kind: "a saved web page" }));
    assert_eq!(
        read(format!("{HEAD}----x=y\r\nContent-Type: text/css\r\n\r\na{{}}\r\n----x=y--")),
        Err(Trouble::Damaged { kind: "a saved web page" })
    );
}

//! Expressions in one spelling: Chinese words, one space around operators, as findings show formulas.

use super::scope::settled_word;
use crate::builtins;
use crate::syntax::ast::{Argument, ArgumentFilter, Arithmetic, Expr, ExprKind, Logic, Path, Quantifier, TextTest};

/// The expression in its settled spelling.
pub fn formula(expr: &Expr) -> String {
    let mut out = String::new();
    print(expr, &mut out);
    out
}

fn print(expr: &Expr, out: &mut String) {
    match &expr.kind {
        ExprKind::Number(n, unit) => {
            if unit.as_ref().is_some_and(|u| u.node == "%") {
                let percent = n.checked_mul(rust_decimal::Decimal::ONE_HUNDRED).unwrap_or(*n);
                out.push_str(&format!("{}%", percent.normalize()));
                return;
            }
            out.push_str(&n.to_string());
            if let Some(unit) = unit {
                out.push(' ');
                out.push_str(unit);
            }
        }
        ExprKind::String(s) => {
            out.push('“');
            out.push_str(s);
            out.push('”');
        }
        ExprKind::Name(path, index) => {
            out.push_str(&settled_path(path));
            if let Some(index) = index {
                out.push('[');
                out.push_str(settled_word(index));
                out.push(']');
            }
        }
        ExprKind::Call(path, arguments) => {
            let (name, roles) = path.names.split_last().map_or(("", &[][..]), |(name, roles)| (name.node.as_str(), roles));
            for role in roles {
                out.push_str(settled_word(role));
                out.push('.');
            }
            out.push_str(builtins::find(name).map_or(name, |b| b.zh));
            out.push('(');
            for (i, argument) in arguments.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                print_argument(argument, out);
            }
            out.push(')');
        }
        ExprKind::Group(inner) => {
            out.push('(');
            print(inner, out);
            out.push(')');
        }
        ExprKind::Negate(inner) => {
            out.push('-');
            print(inner, out);
        }
        ExprKind::Not(inner) => {
            out.push_str("非 ");
            print(inner, out);
        }
        ExprKind::Arithmetic(op, a, b) => {
            print(a, out);
            out.push_str(match op {
                Arithmetic::Add => " + ",
                Arithmetic::Subtract => " - ",
                Arithmetic::Multiply => " × ",
                Arithmetic::Divide => " ÷ ",
            });
            print(b, out);
        }
        ExprKind::Compare(first, rest) => {
            print(first, out);
            for (op, side) in rest {
                out.push(' ');
                out.push_str(op.mark());
                out.push(' ');
                print(side, out);
            }
        }
        ExprKind::TextTest(test, a, b) => {
            print(a, out);
            out.push_str(match test {
                TextTest::Contains => " 包含 ",
                TextTest::Matches => " 匹配 ",
            });
            print(b, out);
        }
        ExprKind::Pattern(text) => {
            out.push('/');
            out.push_str(text);
            out.push('/');
        }
        ExprKind::Quantified(quantifier, subject, body) => {
            out.push_str(match quantifier {
                Quantifier::Every => "每一 ",
                Quantifier::Exists => "存在 ",
            });
            print(subject, out);
            out.push_str(" 满足 ");
            print(body, out);
        }
        ExprKind::Logic(op, a, b) => {
            print(a, out);
            out.push_str(match op {
                Logic::And => " 且 ",
                Logic::Or => " 或 ",
            });
            print(b, out);
        }
        ExprKind::If(when, then) => {
            out.push_str("若 ");
            print(when, out);
            out.push_str(" 则 ");
            print(then, out);
        }
    }
}

fn print_argument(argument: &Argument, out: &mut String) {
    print(&argument.expr, out);
    let (word, paths): (&str, &[Path]) = match &argument.filter {
        None => return,
        Some(ArgumentFilter::Only(paths)) => (" 只含 ", paths),
        Some(ArgumentFilter::Except(paths)) => (" 不含 ", paths),
        Some(ArgumentFilter::Satisfying(condition)) => {
            out.push_str(" 满足 ");
            print(condition, out);
            return;
        }
    };
    out.push_str(word);
    out.push_str(&paths.iter().map(Path::text).collect::<Vec<_>>().join("、"));
}

/// A path with the words of the language in it in Chinese.
fn settled_path(path: &Path) -> String {
    path.names.iter().map(|n| settled_word(n)).collect::<Vec<_>>().join(".")
}

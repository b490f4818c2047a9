//! The command line: its flags, its help and what is said about wrong ones, in both languages.

use super::exit;
use crate::catalogue::command::cli as words;
use crate::catalogue::making;
use crate::catalogue::steps::cli as steps;
use crate::lang::Lang;
use clap::builder::NonEmptyStringValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, value_parser};
use std::path::PathBuf;

const TEMPLATE_ZH: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n";
const TEMPLATE_EN: &str = "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}\n";

/// The command in `lang`.
pub fn command(lang: Lang) -> Command {
    let template = if lang == Lang::Zh { TEMPLATE_ZH } else { TEMPLATE_EN };
    let base = |name: &'static str| {
        Command::new(name)
            .help_template(template)
            .disable_help_subcommand(true)
            .disable_help_flag(true)
            .subcommand_help_heading(words::commands(lang))
            .next_help_heading(words::options(lang))
            .arg(Arg::new("help").short('h').long("help").help(words::help(lang)).action(ArgAction::Help).display_order(90))
            .arg(
                Arg::new("lang")
                    .long("lang")
                    .value_name("zh|en")
                    .value_parser(["zh", "en"])
                    .hide_possible_values(true)
                    .help(words::lang(lang))
                    .display_order(80),
            )
    };
    let path = Arg::new("path")
        .value_name("PATH")
        .help(words::path(lang))
        .help_heading(words::arguments(lang))
        .value_parser(value_parser!(PathBuf))
        .action(ArgAction::Append)
        .num_args(1..);
    let rules = Arg::new("rules")
        .long("rules")
        .value_name("FILE|DIR")
        .help(words::rules(lang))
        .value_parser(value_parser!(PathBuf))
        .action(ArgAction::Append);
    let output =
        Arg::new("output").long("output").short('o').value_name("FILE").value_parser(value_parser!(PathBuf)).help(words::output(lang));
    let color = Arg::new("color")
        .long("color")
        .value_name("auto|always|never")
        .hide_possible_values(true)
        .value_parser(["auto", "always", "never"])
        .default_value("auto")
        .hide_default_value(true)
        .help(words::color(lang));
    let year = Arg::new("year").long("year").value_name("N").value_parser(value_parser!(i32).range(1949..2200)).help(words::year(lang));
    let timeout =
        Arg::new("timeout").long("timeout").value_name("SECONDS").value_parser(value_parser!(u32).range(1..)).help(words::timeout(lang));
    let shared = |command: Command, formats: [&'static str; 3]| {
        command
            .arg(path.clone())
            .arg(rules.clone())
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_name("pretty|plain|json")
                    .hide_possible_values(true)
                    .value_parser(formats)
                    .default_value("pretty")
                    .hide_default_value(true)
                    .help(words::format(lang)),
            )
            .arg(output.clone())
            .arg(year.clone())
            .arg(timeout.clone())
            .arg(color.clone())
    };
    // What a check is given besides the reports.
    let related = |command: Command| {
        command
            .arg(
                Arg::new("prior")
                    .long("prior")
                    .value_name("PATH")
                    .help(words::prior(lang))
                    .value_parser(value_parser!(PathBuf))
                    .action(ArgAction::Append),
            )
            .arg(
                Arg::new("children")
                    .long("children")
                    .value_name("PATH")
                    .help(words::children(lang))
                    .value_parser(value_parser!(PathBuf))
                    .action(ArgAction::Append),
            )
            .arg(Arg::new("roster").long("roster").value_name("FILE").help(words::roster(lang)).value_parser(value_parser!(PathBuf)))
            .arg(Arg::new("as-of").long("as-of").value_name("DATE").help(words::as_of(lang)))
            .arg(Arg::new("param").long("param").value_name("NAME=VALUE").action(ArgAction::Append).help(words::param(lang)))
            .arg(Arg::new("jobs").long("jobs").value_name("N").value_parser(value_parser!(u16).range(1..)).help(words::jobs(lang)))
            .arg(Arg::new("body").long("body").value_name("KEY=VALUE").action(ArgAction::Append).help(words::body(lang)))
    };
    let check = shared(base("check"), ["pretty", "plain", "json"])
        .about(words::check_about(lang))
        .override_usage(words::check_usage(lang))
        .long_about(words::check_long(lang))
        .after_help(words::check_examples(lang))
        .arg(
            Arg::new("fail-level")
                .long("fail-level")
                .value_name("must|verify|note")
                .hide_possible_values(true)
                .value_parser(["must", "verify", "note"])
                .default_value("must")
                .hide_default_value(true)
                .help(words::fail_level(lang)),
        )
        .arg(
            Arg::new("deny-undecided")
                .long("deny-undecided")
                .action(ArgAction::SetTrue)
                .conflicts_with("allow-undecided")
                .help(words::deny_undecided(lang)),
        )
        .arg(Arg::new("allow-undecided").long("allow-undecided").action(ArgAction::SetTrue).help(words::allow_undecided(lang)));
    let check = related(check)
        .arg(Arg::new("watch").long("watch").action(ArgAction::SetTrue).help(words::watch(lang)))
        .arg(Arg::new("verbose").long("verbose").short('v').action(ArgAction::SetTrue).help(words::verbose(lang)));
    let read = shared(base("read"), ["pretty", "plain", "json"])
        .about(words::read_about(lang))
        .override_usage(words::read_usage(lang))
        .long_about(words::read_long(lang));
    let rule_path = path.clone().help(words::rule_path(lang));
    let fmt = base("fmt")
        .about(words::fmt_about(lang))
        .override_usage(words::fmt_usage(lang))
        .long_about(words::fmt_long(lang))
        .arg(rule_path.clone())
        .arg(Arg::new("check").long("check").action(ArgAction::SetTrue).help(words::fmt_check(lang)))
        .arg(Arg::new("diff").long("diff").action(ArgAction::SetTrue).help(words::fmt_diff(lang)))
        .arg(
            Arg::new("keywords")
                .long("keywords")
                .value_name("zh|en")
                .value_parser(["zh", "en"])
                .hide_possible_values(true)
                .help(words::fmt_keywords(lang)),
        )
        .arg(color.clone());
    let explain = base("explain")
        .about(words::explain_about(lang))
        .override_usage(words::explain_usage(lang))
        .long_about(words::explain_long(lang))
        .after_help(steps::examples(lang))
        .arg(Arg::new("what").value_name("CODE|RULE|FINGERPRINT").help(words::code_or_rule(lang)).help_heading(words::arguments(lang)))
        .arg(
            Arg::new("path")
                .long("on")
                .value_name("PATH")
                .help(steps::on(lang))
                .value_parser(value_parser!(PathBuf))
                .action(ArgAction::Append),
        )
        .arg(rules.clone());
    let explain = related(explain)
        .arg(year)
        .arg(timeout)
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("pretty|json")
                .hide_possible_values(true)
                .value_parser(["pretty", "json"])
                .default_value("pretty")
                .hide_default_value(true)
                .help(words::format(lang)),
        )
        .arg(output.clone())
        .arg(color.clone());
    let lint = base("lint")
        .about(words::lint_about(lang))
        .override_usage(words::lint_usage(lang))
        .long_about(words::lint_long(lang))
        .arg(rule_path.clone())
        .arg(Arg::new("fix").long("fix").action(ArgAction::SetTrue).help(words::lint_fix(lang)))
        .arg(color.clone());
    let doc = base("doc")
        .about(words::doc_about(lang))
        .override_usage(words::doc_usage(lang))
        .long_about(words::doc_long(lang))
        .arg(
            Arg::new("document")
                .value_name("reference|tutorial|testing|formats")
                .hide_possible_values(true)
                .value_parser(["reference", "tutorial", "testing", "formats"])
                .default_value("reference")
                .hide_default_value(true)
                .help(words::document(lang))
                .help_heading(words::arguments(lang)),
        )
        .arg(output.clone());
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let test = base("test")
        .about(words::test_about(lang))
        .override_usage(words::test_usage(lang))
        .long_about(words::test_long(lang))
        .arg(path.clone().help(words::test_path(lang)))
        .arg(rules.clone().help(words::test_rules(lang)))
        .arg(Arg::new("rule").long("rule").value_name("ID").action(ArgAction::Append).help(words::test_rule(lang)))
        .arg(
            Arg::new("case")
                .long("case")
                .value_name("TEXT")
                .action(ArgAction::Append)
                .value_parser(NonEmptyStringValueParser::new())
                .help(words::test_case(lang)),
        )
        .arg(flag("failed", words::test_failed(lang)))
        .arg(flag("strict", words::test_strict(lang)))
        .arg(flag("coverage", words::test_coverage(lang)))
        .arg(Arg::new("min").long("min").value_name("PERCENT").value_parser(value_parser!(u8).range(..=100)).help(words::test_min(lang)))
        .arg(flag("remove-stale", words::test_remove_stale(lang)))
        .arg(flag("watch", words::watch(lang)))
        .arg(flag("verbose", words::test_verbose(lang)).short('v'))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("pretty|json|junit|github")
                .hide_possible_values(true)
                .value_parser(["pretty", "json", "junit", "github"])
                .default_value("pretty")
                .hide_default_value(true)
                .help(words::test_format(lang)),
        )
        .arg(output.clone())
        .arg(Arg::new("jobs").long("jobs").value_name("N").value_parser(value_parser!(u16).range(1..)).help(words::jobs(lang)))
        .arg(
            Arg::new("timeout")
                .long("timeout")
                .value_name("SECONDS")
                .value_parser(value_parser!(u32).range(1..))
                .help(words::timeout(lang)),
        )
        .arg(color.clone());
    let review = base("review")
        .about(words::review_about(lang))
        .override_usage(words::review_usage(lang))
        .long_about(words::review_long(lang))
        .arg(path.clone().help(words::test_path(lang)))
        .arg(flag("accept", words::review_accept(lang)))
        .arg(flag("reject", words::review_reject(lang)))
        .arg(flag("list", words::review_list(lang)))
        .arg(
            Arg::new("case")
                .long("case")
                .value_name("TEXT")
                .action(ArgAction::Append)
                .value_parser(NonEmptyStringValueParser::new())
                .help(words::review_case(lang)),
        )
        .arg(color.clone());
    let name = |about| Arg::new("name").value_name("NAME").help(about).help_heading(words::arguments(lang));
    let folder = |about| Arg::new("in").long("in").value_name("DIR").value_parser(value_parser!(PathBuf)).help(about);
    let new = base("new")
        .about(making::new_about(lang))
        .override_usage(making::new_usage(lang))
        .long_about(making::new_long(lang))
        .after_help(making::new_examples(lang))
        // What else is asked for is told what there is.
        .allow_external_subcommands(true)
        .subcommand(
            base("pack")
                .about(making::pack_about(lang))
                .override_usage(making::pack_usage(lang))
                .long_about(making::pack_long(lang))
                .arg(name(making::pack_name(lang)))
                .arg(folder(making::pack_in(lang)))
                .arg(color.clone()),
        )
        .subcommand(
            base("rule")
                .about(making::rule_about(lang))
                .override_usage(making::rule_usage(lang))
                .long_about(making::rule_long(lang))
                .arg(Arg::new("id").value_name("ID").help(making::rule_id(lang)).help_heading(words::arguments(lang)))
                .arg(folder(making::rule_in(lang)).alias("pack"))
                .arg(color.clone()),
        )
        .subcommand(
            base("form")
                .about(making::form_about(lang))
                .override_usage(making::form_usage(lang))
                .long_about(making::form_long(lang))
                .arg(name(making::form_name(lang)))
                .arg(Arg::new("from").long("from").value_name("FILE").value_parser(value_parser!(PathBuf)).help(making::form_from(lang)))
                .arg(output.clone().help(making::form_output(lang)))
                .arg(color.clone()),
        );
    base("gouji")
        .about(words::about(lang))
        .override_usage(words::usage(lang))
        .long_about(words::long_about(lang))
        .after_help(words::check_examples(lang))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .arg(Arg::new("version").short('V').long("version").help(words::version(lang)).action(ArgAction::Version).display_order(91))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(check)
        .subcommand(read)
        .subcommand(fmt)
        .subcommand(lint)
        .subcommand(explain)
        .subcommand(test)
        .subcommand(review)
        .subcommand(doc)
        .subcommand(new)
}

/// Says what is wrong with a command line and returns the exit code; help and version are printed here too.
#[allow(clippy::print_stdout, reason = "help goes to standard output")]
pub fn explain(error: &clap::Error, lang: Lang) -> u8 {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(s)) => Some(s.clone()),
        Some(ContextValue::Strings(all)) => all.first().cloned(),
        Some(ContextValue::StyledStr(s)) => Some(s.to_string()),
        _ => None,
    };
    let argument = || text(ContextKind::InvalidArg).unwrap_or_default();
    let name = |full: String| full.split([' ', '=']).next().unwrap_or_default().to_owned();
    let said = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print!("{}", error.render());
            return exit::CLEAN;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{}", error.render());
            return exit::USAGE;
        }
        ErrorKind::InvalidSubcommand => words::unknown_command(&text(ContextKind::InvalidSubcommand).unwrap_or_default(), lang),
        ErrorKind::UnknownArgument => words::unknown_argument(&argument(), text(ContextKind::SuggestedArg).as_deref(), lang),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = text(ContextKind::InvalidValue).unwrap_or_default();
            if value.is_empty() {
                words::missing_value(&name(argument()), lang)
            } else {
                let takes = match error.get(ContextKind::ValidValue) {
                    Some(ContextValue::Strings(all)) => all.join("|"),
                    _ => match name(argument()).as_str() {
                        "--year" => "N (1949–2199)",
                        "--min" => "0–100",
                        _ => "1, 2, 3 …",
                    }
                    .to_owned(),
                };
                words::bad_value(&name(argument()), &value, &takes, lang)
            }
        }
        ErrorKind::ArgumentConflict | ErrorKind::TooManyValues => words::given_twice(&name(argument()), lang),
        ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => words::no_report(lang).to_owned(),
        _ => words::try_help(lang).to_owned(),
    };
    eprintln!("{}\n{}", words::said(&said, lang), words::try_help(lang));
    exit::USAGE
}

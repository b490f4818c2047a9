//! Numbers of spreadsheets as decimals, and what a number format makes of them. All of it in whole numbers: nothing is rounded on the way.
//!
//! A spreadsheet keeps binary fractions and shows at most fifteen digits of them; what is written to the file has seventeen. A figure that was
//! typed as 110.32 may be `110.31999999999999` there, and a sum of such figures is off in the last digits. Fifteen digits are what was typed
//! and what is shown, so they are what is read.

/// How many digits a spreadsheet keeps of a number.
const DIGITS: usize = 15;

/// Beyond this many places before or after the point a number is shown with an exponent.
const PLACES: i32 = 30;

/// A number of a cell: `digits` × 10^`exponent`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: String,
    exponent: i32,
}

impl Number {
    fn new(negative: bool, digits: &str, exponent: i32) -> Number {
        let digits = digits.trim_start_matches('0');
        let mut kept: Vec<u8> = digits.bytes().take(DIGITS).collect();
        let mut exponent = exponent.saturating_add(i32::try_from(digits.len() - kept.len()).unwrap_or(i32::MAX));
        if digits.as_bytes().get(DIGITS).is_some_and(|next| *next >= b'5') {
            exponent = exponent.saturating_add(take_off(&mut kept, b'9'));
            match kept.last_mut() {
                Some(last) => *last += 1,
                None => kept.push(b'1'),
            }
        }
        exponent = exponent.saturating_add(take_off(&mut kept, b'0'));
        let digits: String = kept.into_iter().map(char::from).collect();
        if digits.is_empty() {
            return Number { negative: false, digits, exponent: 0 };
        }
        Number { negative, digits, exponent }
    }

    /// A number as written in a file: `3`, `-110.31999999999999`, `1.5E+3`.
    pub fn parse(text: &str) -> Option<Number> {
        let text = text.trim();
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some(Number::new(negative, &digits, exponent.saturating_sub(i32::try_from(fraction.len()).ok()?)))
    }

    /// A binary fraction by its 64 bits; `None` where they are no number.
    pub fn from_bits(bits: u64) -> Option<Number> {
        let power = i32::try_from((bits >> 52) & 0x7ff).ok()?;
        if power == 0x7ff {
            return None;
        }
        let fraction = bits & ((1 << 52) - 1);
        let (mut value, mut power) = if power == 0 { (fraction, -1074) } else { (fraction | 1 << 52, power - 1075) };
        if value == 0 {
            return Some(Number::new(false, "", 0));
        }
        // Twos are taken out of the power one by one; thirty digits are kept on the way, twice what is shown.
        let mut exponent = 0;
        let mut wide = u128::from(std::mem::take(&mut value));
        while power > 0 {
            if wide >= 1 << 120 {
                wide /= 10;
                exponent += 1;
            } else {
                wide <<= 1;
                power -= 1;
            }
        }
        while power < 0 {
            if wide & 1 == 1 && wide < 1 << 120 {
                wide *= 10;
                exponent -= 1;
            }
            wide >>= 1;
            power += 1;
        }
        Some(Number::new(bits >> 63 == 1, &wide.to_string(), exponent))
    }

    /// A whole number.
    pub fn whole(value: i32) -> Number {
        Number::new(value < 0, &value.unsigned_abs().to_string(), 0)
    }

    /// This number × 10^`places`.
    pub fn moved(mut self, places: i32) -> Number {
        if !self.is_zero() {
            self.exponent = self.exponent.saturating_add(places);
        }
        self
    }

    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// What comes before the point, and the seconds of a day that what comes after it makes.
    pub fn days_and_seconds(&self) -> Option<(i64, i64)> {
        let length = i32::try_from(self.digits.len()).ok()?;
        if self.negative || length.saturating_add(self.exponent) > 7 || self.exponent < -DIGITS_OF_DAY {
            return None;
        }
        let scaled = self.digits.parse::<i128>().unwrap_or(0).checked_mul(power_of_ten(self.exponent + DIGITS_OF_DAY)?)?;
        let one = power_of_ten(DIGITS_OF_DAY)?;
        let seconds = (scaled.checked_mul(86_400)? + one / 2) / one;
        Some((i64::try_from(seconds / 86_400).ok()?, i64::try_from(seconds % 86_400).ok()?))
    }
}

/// Takes a digit off the end of a number as often as it stands there, and says how often.
fn take_off(digits: &mut Vec<u8>, digit: u8) -> i32 {
    let length = digits.len();
    while digits.last() == Some(&digit) {
        digits.pop();
    }
    i32::try_from(length - digits.len()).unwrap_or(i32::MAX)
}

/// Decimals of a day that are taken for the time.
const DIGITS_OF_DAY: i32 = 20;

fn power_of_ten(exponent: i32) -> Option<i128> {
    10i128.checked_pow(u32::try_from(exponent).ok()?)
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.negative {
            f.write_str("-")?;
        }
        let length = i32::try_from(self.digits.len()).unwrap_or(i32::MAX);
        let point = length.saturating_add(self.exponent);
        if self.is_zero() {
            f.write_str("0")
        } else if point.abs() > PLACES {
            let (first, rest) = self.digits.split_at(1);
            write!(f, "{first}{}{rest}E{:+}", if rest.is_empty() { "" } else { "." }, point - 1)
        } else if point <= 0 {
            write!(f, "0.{}{}", "0".repeat(usize::try_from(-point).unwrap_or(0)), self.digits)
        } else if point >= length {
            write!(f, "{}{}", self.digits, "0".repeat(usize::try_from(point - length).unwrap_or(0)))
        } else {
            let (whole, fraction) = self.digits.split_at(usize::try_from(point).unwrap_or(0));
            write!(f, "{whole}.{fraction}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        Number::parse(text).map_or("none".to_owned(), |n| n.to_string())
    }

    #[test]
    fn digits_that_a_file_adds_are_taken_off() {
        for (written, number) in [
            ("3", "3"),
            ("3.0", "3"),
            ("0", "0"),
            ("-0", "0"),
            ("-8", "-8"),
            ("110.31999999999999", "110.32"),
            ("59237.344900000004", "59237.3449"),
            ("0.30000000000000004", "0.3"),
            ("9999999999999999", "10000000000000000"),
            ("999999999999999.9", "1000000000000000"),
            ("1.5E+3", "1500"),
            ("1E-2", "0.01"),
            ("1.2345E5", "123450"),
            ("0000.5", "0.5"),
            ("1E300", "1E+300"),
            ("-1.25e-300", "-1.25E-300"),
            ("", "none"),
            (".", "none"),
            ("1.2.3", "none"),
            ("12件", "none"),
            ("1E", "none"),
        ] {
            assert_eq!(shown(written), number, "{written}");
        }
    }

    #[test]
    fn binary_fractions_come_out_as_they_were_typed() {
        for (bits, number) in [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x3ff0_0000_0000_0000, "1"),
            (0xc020_0000_0000_0000, "-8"),
            (0x405b_947a_e147_ae14, "110.32"),
            (0x3fd3_3333_3333_3334, "0.3"),
            (0x3fb9_9999_9999_999a, "0.1"),
            (0x40ec_eca7_d638_8659, "59237.2449"),
            (0x430c_6bf5_2634_0000, "1000000000000000"),
            (0x42dc_1221_8377_de40, "123456789012345"),
            (0x3fd5_5555_5555_5555, "0.333333333333333"),
            (0x7fef_ffff_ffff_ffff, "1.79769313486232E+308"),
            (0x0000_0000_0000_0001, "4.94065645841247E-324"),
        ] {
            assert_eq!(Number::from_bits(bits).unwrap().to_string(), number, "{bits:x}");
        }
        assert_eq!(Number::from_bits(0x7ff0_0000_0000_0000), None);
        assert_eq!(Number::from_bits(0x7ff8_0000_0000_0000), None);
    }

    proptest! {
        #[test]
        fn any_bits_are_a_number_or_none(bits in any::<u64>()) {
            if let Some(number) = Number::from_bits(bits) {
                prop_assert_eq!(Number::parse(&number.to_string()), Some(number));
            }
        }

        #[test]
        fn typed_figures_stay(whole in 0u64..1_000_000_000, fraction in 0u32..1_000_000) {
            let text = format!("{whole}.{fraction:06}");
            let expected = text.trim_end_matches('0').trim_end_matches('.');
            prop_assert_eq!(shown(&text), expected);
        }
    }
}

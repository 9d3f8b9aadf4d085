#include "base/time.h"

#include <array>
#include <charconv>

namespace bearward::base {
namespace {

struct Parts {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> clock;
};

Parts Split(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  return {std::chrono::year_month_day(day),
          std::chrono::hh_mm_ss<std::chrono::milliseconds>(time - day)};
}

// AppendPadded appends a non-negative number with at least `width` digits. Every log line contains
// a time, and the library's formatting functions take ten times as long.
void AppendPadded(std::string& out, std::int64_t number, std::size_t width) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const auto length = static_cast<std::size_t>(end - digits.data());
  if (length < width) out.append(width - length, '0');
  out.append(digits.data(), length);
}

void AppendClock(std::string& out, const Parts& parts) {
  AppendPadded(out, parts.clock.hours().count(), 2);
  out.push_back(':');
  AppendPadded(out, parts.clock.minutes().count(), 2);
  out.push_back(':');
  AppendPadded(out, parts.clock.seconds().count(), 2);
}

std::string FormatSeconds(const Parts& parts) {
  std::string text;
  text.reserve(32);
  const int year = static_cast<int>(parts.date.year());
  if (year < 0) text.push_back('-');
  AppendPadded(text, year < 0 ? -year : year, 4);
  text.push_back('-');
  AppendPadded(text, static_cast<unsigned>(parts.date.month()), 2);
  text.push_back('-');
  AppendPadded(text, static_cast<unsigned>(parts.date.day()), 2);
  text.push_back('T');
  AppendClock(text, parts);
  return text;
}

std::string FormatMillis(Time time) {
  const Parts parts = Split(time);
  std::string text = FormatSeconds(parts);
  text.push_back('.');
  AppendPadded(text, parts.clock.subseconds().count(), 3);
  return text;
}

// Reader parses fixed-width decimal fields; `good` becomes false at the first mismatch.
struct Reader {
  std::string_view rest;
  bool good = true;

  int Digits(std::size_t count) {
    int value = 0;
    good = good && rest.size() >= count;
    for (std::size_t i = 0; good && i < count; ++i) {
      good = rest[i] >= '0' && rest[i] <= '9';
      value = value * 10 + (rest[i] - '0');
    }
    if (good) rest.remove_prefix(count);
    return good ? value : 0;
  }
  bool Take(char wanted) {
    if (!good || rest.empty() || rest.front() != wanted) return false;
    rest.remove_prefix(1);
    return true;
  }
  void Expect(char wanted) { good = Take(wanted) && good; }
};

std::chrono::milliseconds ReadFraction(Reader& reader) {
  if (!reader.Take('.')) return {};
  int value = reader.Digits(1);
  int scale = 100;
  while (scale > 1 && !reader.rest.empty() && reader.rest[0] >= '0' && reader.rest[0] <= '9') {
    value = value * 10 + reader.Digits(1);
    scale /= 10;
  }
  return std::chrono::milliseconds(value * scale);
}

std::chrono::minutes ReadOffset(Reader& reader) {
  if (reader.rest.empty() || reader.Take('Z')) return {};
  const bool west = reader.Take('-');
  if (!west) reader.Expect('+');
  const int hours = reader.Digits(2);
  reader.Expect(':');
  const int minutes = reader.Digits(2);
  reader.good = reader.good && hours < 24 && minutes < 60;
  const std::chrono::minutes offset(hours * 60 + minutes);
  return west ? -offset : offset;
}

}  // namespace

std::int64_t ToMillis(Time time) { return time.time_since_epoch().count(); }

Time FromMillis(std::int64_t millis) { return Time(std::chrono::milliseconds(millis)); }

std::int64_t ToSeconds(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

std::string FormatIsoMillis(Time time) { return FormatMillis(time) + "Z"; }

std::string FormatIsoOffset(Time time) { return FormatSeconds(Split(time)) + "+00:00"; }

std::string FormatIsoLocal(Time time) {
  std::string text = FormatMillis(time);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string FormatHttpDate(Time time) {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun, ", "Mon, ", "Tue, ", "Wed, ",
                                                            "Thu, ", "Fri, ", "Sat, "};
  static constexpr std::array<std::string_view, 12> kMonths = {" Jan ", " Feb ", " Mar ", " Apr ",
                                                               " May ", " Jun ", " Jul ", " Aug ",
                                                               " Sep ", " Oct ", " Nov ", " Dec "};
  const Parts parts = Split(time);
  const std::chrono::weekday weekday(std::chrono::floor<std::chrono::days>(time));
  std::string text(kDays[weekday.c_encoding()]);
  AppendPadded(text, static_cast<unsigned>(parts.date.day()), 2);
  text += kMonths[static_cast<unsigned>(parts.date.month()) - 1];
  AppendPadded(text, static_cast<int>(parts.date.year()), 4);
  text.push_back(' ');
  AppendClock(text, parts);
  return text + " GMT";
}

std::optional<Time> ParseIso(std::string_view text) {
  Reader reader{text};
  const std::chrono::year year(reader.Digits(4));
  reader.Expect('-');
  const std::chrono::month month(static_cast<unsigned>(reader.Digits(2)));
  reader.Expect('-');
  const std::chrono::day day(static_cast<unsigned>(reader.Digits(2)));
  const std::chrono::year_month_day date(year, month, day);
  if (!reader.good || !date.ok()) return std::nullopt;
  Time time = std::chrono::sys_days(date);
  if (reader.rest.empty()) return time;
  reader.Expect('T');
  const int hours = reader.Digits(2);
  reader.Expect(':');
  const int minutes = reader.Digits(2);
  reader.Expect(':');
  const int seconds = reader.Digits(2);
  time += std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
  time += ReadFraction(reader);
  time -= ReadOffset(reader);
  const bool in_range = hours < 24 && minutes < 60 && seconds < 60;
  if (!reader.good || !in_range || !reader.rest.empty()) return std::nullopt;
  return time;
}

}  // namespace bearward::base

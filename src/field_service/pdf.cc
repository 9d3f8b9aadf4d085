#include "field_service/pdf.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "field_service/code_points.h"

namespace bearward::field_service {
namespace {

// Lengths are in points; a line has so many characters that the widest letters stay on the page.
constexpr std::size_t kLineLength = 70;
constexpr std::size_t kLinesOfPage = 50;
constexpr int kLineHeight = 14;

// Wrapped splits a text into lines of Latin-1, at line breaks and at the length of a line.
std::vector<std::string> Wrapped(std::string_view text) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::uint32_t point = TakeCodePoint(text);
    if (point == '\n' || lines.back().size() == kLineLength) lines.emplace_back();
    if (point < 0x20 || (point >= 0x7F && point < 0xA0)) continue;
    lines.back() += point <= 0xFF ? static_cast<char>(point) : '?';
  }
  return lines;
}

std::string Literal(std::string_view latin) {
  std::string out = "(";
  for (const char c : latin) {
    if (c == '(' || c == ')' || c == '\\') out += '\\';
    out += c;
  }
  return out + ")";
}

std::vector<std::string> LinesOf(const Report& report) {
  std::vector<std::string> lines = Wrapped(report.title);
  lines.emplace_back();
  for (const ReportLine& line : report.lines) {
    for (std::string& part : Wrapped(line.name + ": " + line.value)) {
      lines.push_back(std::move(part));
    }
  }
  return lines;
}

// Content writes the lines of one page, from the top.
std::string Content(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
  std::string out = "BT\n/F1 11 Tf\n" + std::to_string(kLineHeight) + " TL\n50 790 Td\n";
  for (std::size_t i = from; i < to; ++i) out += Literal(lines[i]) + " Tj T*\n";
  return out + "ET\n";
}

// File collects the objects of a document with their offsets.
class File {
 public:
  void Add(const std::string& body) {
    offsets_.push_back(bytes_.size());
    bytes_ += std::to_string(offsets_.size()) + " 0 obj\n" + body + "\nendobj\n";
  }
  std::string Finish() {
    const std::size_t table = bytes_.size();
    const std::string count = std::to_string(offsets_.size() + 1);
    bytes_ += "xref\n0 " + count + "\n0000000000 65535 f \n";
    for (const std::size_t offset : offsets_) {
      const std::string digits = std::to_string(offset);
      bytes_ +=
          std::string(10 - std::min<std::size_t>(10, digits.size()), '0') + digits + " 00000 n \n";
    }
    bytes_ += "trailer\n<< /Size " + count + " /Root 1 0 R >>\nstartxref\n" +
              std::to_string(table) + "\n%%EOF\n";
    return std::move(bytes_);
  }

 private:
  std::string bytes_ = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
  std::vector<std::size_t> offsets_;
};

}  // namespace

// The objects are the catalogue, the list of pages, the font, and for each page the page and its
// content.
std::string PdfOf(const Report& report) {
  const std::vector<std::string> lines = LinesOf(report);
  const std::size_t pages = (lines.size() + kLinesOfPage - 1) / kLinesOfPage;
  std::string kids;
  for (std::size_t i = 0; i < pages; ++i) kids += std::to_string(4 + 2 * i) + " 0 R ";
  File file;
  file.Add("<< /Type /Catalog /Pages 2 0 R >>");
  file.Add("<< /Type /Pages /Kids [" + kids + "] /Count " + std::to_string(pages) + " >>");
  file.Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
  for (std::size_t i = 0; i < pages; ++i) {
    const std::size_t to = std::min(lines.size(), (i + 1) * kLinesOfPage);
    const std::string content = Content(lines, i * kLinesOfPage, to);
    file.Add(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 "
        "R >> >> /Contents " +
        std::to_string(5 + 2 * i) + " 0 R >>");
    file.Add("<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content +
             "endstream");
  }
  return file.Finish();
}

}  // namespace bearward::field_service

#include "field_service/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace bearward::field_service {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Report Example() {
  return {.title = "Survey <1> & {2}", .lines = {{"Roof", "=1+1"}, {"Näme", "a\\b (c) 🏠\nnext"}}};
}

TEST(Report, RichTextEscapesItsControlCharactersAndUnicode) {
  const std::string doc = DocumentOf(Example(), ReportFormat::kDoc);
  EXPECT_THAT(doc, StartsWith("{\\rtf1"));
  EXPECT_THAT(doc, HasSubstr("Survey <1> & \\{2\\}"));
  EXPECT_THAT(doc, HasSubstr("N\\u228?me: }a\\\\b (c) \\u-10180?\\u-8224?\\line next"));
  EXPECT_THAT(doc, EndsWith("}"));
}

// A value that begins with "=" must not become a formula in a spreadsheet.
TEST(Report, SpreadsheetHasTextsOnly) {
  const std::string xls = DocumentOf(Example(), ReportFormat::kXls);
  EXPECT_THAT(xls, HasSubstr("<Data ss:Type=\"String\">=1+1</Data>"));
  EXPECT_THAT(xls, HasSubstr("Survey &lt;1&gt; &amp; {2}"));
  EXPECT_THAT(xls, HasSubstr("🏠\nnext"));
  Report odd = {.title =
                    "a\x01\x1b\x7f\xff"
                    "b",
                .lines = {}};
  EXPECT_THAT(DocumentOf(odd, ReportFormat::kXls), HasSubstr(">a\x7f\xff"
                                                             "b<"));
}

// OffsetsFit checks that the table of a PDF document refers to the beginnings of its objects.
void OffsetsFit(const std::string& pdf) {
  const std::size_t start = pdf.rfind("startxref\n") + 10;
  std::size_t at = static_cast<std::size_t>(std::atoll(pdf.c_str() + start));
  ASSERT_EQ(pdf.compare(at, 7, "xref\n0 "), 0);
  const int count = std::atoi(pdf.c_str() + at + 7);
  at = pdf.find("\n", at + 5) + 1;
  for (int i = 1; i < count; ++i) {
    const std::string entry = pdf.substr(at + 20 * static_cast<std::size_t>(i), 20);
    const std::size_t offset = static_cast<std::size_t>(std::atoll(entry.c_str()));
    EXPECT_EQ(pdf.compare(offset, 6, (std::to_string(i) + " 0 obj").substr(0, 6)), 0) << i;
  }
}

TEST(Report, PdfEscapesItsTextsAndItsTableFits) {
  const std::string pdf = DocumentOf(Example(), ReportFormat::kPdf);
  EXPECT_THAT(pdf, StartsWith("%PDF-1.4\n"));
  EXPECT_THAT(pdf, HasSubstr("(N\xe4me: a\\\\b \\(c\\) ?) Tj"));
  EXPECT_THAT(pdf, HasSubstr("(next) Tj"));
  EXPECT_THAT(pdf, EndsWith("%%EOF\n"));
  OffsetsFit(pdf);
}

TEST(Report, LongPdfHasSeveralPages) {
  Report report = {.title = "Long", .lines = {}};
  for (int i = 0; i < 100; ++i) report.lines.push_back({"Answer", std::string(100, 'x')});
  const std::string pdf = DocumentOf(report, ReportFormat::kPdf);
  EXPECT_THAT(pdf, HasSubstr("/Count 5 "));
  OffsetsFit(pdf);
}

}  // namespace
}  // namespace bearward::field_service

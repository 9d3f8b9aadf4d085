// WorkMobileData: the demo data with objects of another organization, for the tests of WorkMobile's
// data endpoints.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/contract_fixture.h"

namespace bearward::app {

// kForeignData: Globex has its own objects, to which the requests of Acme must not refer.
inline constexpr const char* kForeignData = R"(
[[users]]
username = "una"
password = "under another roof"
memberships = [{ organization = "Globex", roles = ["dispatcher"] }]
[[users]]
username = "vic"
password = "views and nothing else"
memberships = [{ organization = "Acme", roles = ["api"] }]
[[objects]]
kind = "form"
name = "Foreign form"
number = 900
organization = "Globex"
[[objects]]
kind = "form_record"
name = "Foreign record"
number = 901
organization = "Globex"
fields = { FormId = 194956, Secret = "foreign answer" }
[[objects]]
kind = "form_report"
name = "Foreign report"
number = 902
organization = "Globex"
fields = { FormId = 900 }
[[objects]]
kind = "user_group"
name = "Foreign group"
number = 903
organization = "Globex"
[[objects]]
kind = "mobile_user"
name = "Foreign mobile user"
number = 904
organization = "Globex"
fields = { Username = "foreign-field" }
[[objects]]
kind = "job_type"
name = "Foreign job type"
number = 905
organization = "Globex"
[[objects]]
kind = "job"
name = "Foreign job"
number = 906
organization = "Globex"
fields = { JobTypeId = 905, JobStatusId = 1, Description = "foreign job" }
[[objects]]
kind = "job_type"
name = "Checked"
number = 42
organization = "Acme"
[objects.fields]
Schema = '''{"type":"object","additionalProperties":false,"required":["jobData"],"properties":{
"jobData":{"type":"object","required":["Roof"],"properties":{
"Roof":{"type":"string","maxLength":5},"Floors":{"type":"integer","minimum":1}}}}}'''
[[objects]]
kind = "job"
name = "Closed job"
number = 43
organization = "Acme"
fields = { JobTypeId = 41, JobStatusId = 4 }
)";

// WorkMobileData signs in a dispatcher of Acme (dan_) and one of Globex (una_).
class WorkMobileData : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kForeignData);
    dan_ = SignIn("dan", "dispatches every job");
    una_ = SignIn("una", "under another roof");
  }
  static ClientHeaders SignIn(const std::string& username, const std::string& password) {
    return Bearer(Json(Method::kPost, "/api/Account/Authenticate",
                       R"({"username":")" + username + R"(","password":")" + password + R"("})")
                      .body);
  }
  static ClientAnswer Multipart(Method method, const std::string& target,
                                const std::vector<std::pair<std::string, std::string>>& fields,
                                const std::string& files = {}) {
    std::string body;
    for (const auto& [name, value] : fields) {
      body.append("--b\r\nContent-Disposition: form-data; name=\"").append(name);
      body.append("\"\r\n\r\n").append(value).append("\r\n");
    }
    ClientHeaders headers = dan_;
    headers.emplace_back("Content-Type", "multipart/form-data; boundary=b");
    return Send(method, target, headers, body + files + "--b--\r\n");
  }
  static std::string FilePart(const std::string& name, const std::string& bytes) {
    return "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name +
           "\"\r\nContent-Type: image/png\r\n\r\n" + bytes + "\r\n";
  }
  static std::string NewJob(const std::vector<std::pair<std::string, std::string>>& more = {}) {
    std::vector<std::pair<std::string, std::string>> fields = {{"JobTypeId", "41"}};
    fields.insert(fields.end(), more.begin(), more.end());
    const ClientAnswer made = Multipart(Method::kPost, "/api/jobs", fields);
    EXPECT_EQ(made.status, 200) << made.body;
    return made.body;
  }
  static ClientAnswer Search(const std::string& more, const ClientHeaders& who) {
    return Json(Method::kPost, "/api/Jobs/search",
                "{" + more + R"(,"orderBy":[],"pagination":{"page":1,"rowCount":500}})", who);
  }
  static ClientAnswer Records(const std::string& more, const ClientHeaders& who = dan_,
                              const std::string& form = "194956") {
    return Json(Method::kPost, "/api/forms/" + form + "/completedrecords/search",
                "{" + more + R"("orderBy":[],"pagination":{"page":1,"rowCount":500}})", who);
  }

  static inline ClientHeaders dan_;
  static inline ClientHeaders una_;
};

}  // namespace bearward::app

# embed_sql() makes the module's migrations part of the program: a generated source that holds the
# text of every migrations/*.sql in order of name.
function(embed_sql module)
  set(folder "${PROJECT_SOURCE_DIR}/src/${module}/migrations")
  file(GLOB files CONFIGURE_DEPENDS "${folder}/*.sql")
  list(SORT files)
  set(rows "")
  foreach(path ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    get_filename_component(name "${path}" NAME_WE)
    file(READ "${path}" sql)
    string(APPEND rows "    {\"${name}\", R\"sql(${sql})sql\"},\n")
  endforeach()
  set(generated "${PROJECT_BINARY_DIR}/embedded/${module}_migrations.cc")
  file(CONFIGURE OUTPUT "${generated}" @ONLY NEWLINE_STYLE UNIX CONTENT
"#include \"${module}/migrations.h\"

namespace bearward::${module} {
namespace {

constexpr Migration kEmbedded[] = {
${rows}};

}  // namespace

std::span<const Migration> Migrations() { return kEmbedded; }

}  // namespace bearward::${module}
")
  target_sources(module_${module} PRIVATE "${generated}")
endfunction()

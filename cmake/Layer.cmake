# SPDX-License-Identifier: Apache-2.0

# hallmark_layer(NAME SOURCES file... LINK target...): one layer of the program, a static library hm_NAME.
function(hallmark_layer name)
  cmake_parse_arguments(LAYER "" "" "SOURCES;LINK" ${ARGN})
  add_library(hm_${name} STATIC ${LAYER_SOURCES})
  target_link_libraries(hm_${name} PUBLIC hallmark_flags ${LAYER_LINK})
endfunction()

# hallmark_unit_test(NAME SOURCES file... LINK target...): one GLib test program, run by ctest as NAME.
function(hallmark_unit_test name)
  cmake_parse_arguments(UNIT "" "" "SOURCES;LINK" ${ARGN})
  string(REPLACE "/" "-" target "test-${name}")
  add_executable(${target} ${UNIT_SOURCES})
  target_link_libraries(${target} PRIVATE ${UNIT_LINK})
  target_compile_definitions(${target} PRIVATE SOURCE_ROOT="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${target})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "G_DEBUG=fatal-warnings;LC_ALL=C.UTF-8;TZ=UTC" TIMEOUT 300)
endfunction()

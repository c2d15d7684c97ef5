# SPDX-License-Identifier: Apache-2.0

# hallmark_layer(NAME SOURCES file... LINK target... OPEN library...): one layer of the program, a static library hm_NAME. Libraries after OPEN are not
# linked, but opened by the layer when it needs them (core/library.h). Each is written PREFIX:NAME, from pkg_check_modules(PREFIX) and for libNAME, and
# HM_LIBRARY_PREFIX is what the loader knows it as.
function(hallmark_layer name)
  cmake_parse_arguments(LAYER "" "" "SOURCES;LINK;OPEN" ${ARGN})
  add_library(hm_${name} STATIC ${LAYER_SOURCES})
  target_link_libraries(hm_${name} PUBLIC hallmark_flags ${LAYER_LINK})
  foreach(library IN LISTS LAYER_OPEN)
    string(REGEX MATCH "^(.+):(.+)$" library ${library})
    set(prefix ${CMAKE_MATCH_1})
    hallmark_loader_name(file ${prefix} ${CMAKE_MATCH_2})
    target_include_directories(hm_${name} SYSTEM PUBLIC ${${prefix}_INCLUDE_DIRS})
    target_compile_definitions(hm_${name} PRIVATE HM_LIBRARY_${prefix}="${file}")
  endforeach()
endfunction()

# Sets VARIABLE to the SONAME of that libNAME which pkg-config found for PREFIX; to its path where objdump tells none.
function(hallmark_loader_name variable prefix name)
  set(library ${${prefix}_LINK_LIBRARIES})
  list(FILTER library INCLUDE REGEX "/lib${name}\\.[^/]*$")
  if(NOT library)
    message(FATAL_ERROR "lib${name} is not among what pkg-config tells: ${${prefix}_LINK_LIBRARIES}")
  endif()
  list(GET library 0 library)
  execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${library} OUTPUT_VARIABLE headers ERROR_QUIET)
  if(headers MATCHES "SONAME +([^ \n]+)")
    set(${variable} ${CMAKE_MATCH_1} PARENT_SCOPE)
  else()
    set(${variable} ${library} PARENT_SCOPE)
  endif()
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

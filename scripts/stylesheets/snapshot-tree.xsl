<?xml version='1.0' encoding='UTF-8'?>
<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->
<!-- snapshot-tree.xsl - a picture of a tree of snapshots: vm-snapshot-list, format svg

     A line per snapshot in the order of the tree, indented by its depth, with an elbow to
     its parent: the same reading as the tree in text. -->
<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns='http://www.w3.org/2000/svg'>
<xsl:output method='xml' indent='yes' encoding='UTF-8'/>

<xsl:variable name='row' select='28'/>      <!-- height of a line -->
<xsl:variable name='step' select='24'/>     <!-- indentation of a level -->
<xsl:variable name='words' select='560'/>   <!-- room for the words behind a dot -->

<xsl:template match='/snapshots'>
  <svg width='{(@deepest + 1) * $step + $words}' height='{(@lines + 1) * $row}' font-family='sans-serif' font-size='13'>
    <title>Snapshots of <xsl:value-of select='@vm'/></title>
    <style>
      path { fill: none; stroke: #888 } circle { fill: #fff; stroke: #444; stroke-width: 2 }
      .running circle, .paused circle { fill: #9c6 } .disk-snapshot circle { fill: #fc6 }
      .current text { font-weight: bold } .said { fill: #666; font-weight: normal }
    </style>
    <xsl:apply-templates select='snapshot'/>
  </svg>
</xsl:template>

<xsl:template match='snapshot'>
  <xsl:variable name='x' select='(@depth + 0.5) * $step'/>
  <xsl:variable name='y' select='@line * $row'/>
  <g>
    <xsl:attribute name='class'>
      <xsl:value-of select='@state'/>
      <xsl:if test='@current'> current</xsl:if>
    </xsl:attribute>
    <xsl:if test='@parent-line'>
      <path d='M {$x - $step} {@parent-line * $row + 6} V {$y} H {$x - 6}'/>
    </xsl:if>
    <circle cx='{$x}' cy='{$y}' r='6'/>
    <text x='{$x + 12}' y='{$y + 4}'>
      <xsl:value-of select='@name'/>
      <tspan class='said' dx='12'>
        <xsl:value-of select='concat(@time, ", ", @state)'/>
        <xsl:if test='@external'>, external</xsl:if>
        <xsl:if test='@current'>, current</xsl:if>
      </tspan>
    </text>
  </g>
</xsl:template>
</xsl:stylesheet>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BakeOffCounts</name>
    <message numerus="yes">
        <source>%Ln settings</source>
        <translation>
            <numerusform>%Ln setting</numerusform>
            <numerusform>%Ln settings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reads %Ln items with this model, about %1.</source>
        <translation>
            <numerusform>Reads %Ln item with this model, about %1.</numerusform>
            <numerusform>Reads %Ln items with this model, about %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BalanceStrip</name>
    <message numerus="yes">
        <source>%Ln pairs</source>
        <translation>
            <numerusform>%Ln pair</numerusform>
            <numerusform>%Ln pairs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rules, all kept.</source>
        <translation>
            <numerusform>%Ln rule, kept.</numerusform>
            <numerusform>%Ln rules, all kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BriefCounts</name>
    <message numerus="yes">
        <source>%Ln verdicts</source>
        <translation>
            <numerusform>%Ln verdict</numerusform>
            <numerusform>%Ln verdicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln on the shelf</source>
        <translation>
            <numerusform>%Ln on the shelf</numerusform>
            <numerusform>%Ln on the shelf</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CataloguePageView</name>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items are already judged, on the shelf or seeds.</source>
        <translation>
            <numerusform>%Ln item is already judged, on the shelf or a seed.</numerusform>
            <numerusform>%Ln items are already judged, on the shelf or seeds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The filter “%1” removes %Ln items.</source>
        <translation>
            <numerusform>The filter “%1” removes %Ln item.</numerusform>
            <numerusform>The filter “%1” removes %Ln items.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln items, %2 of popularity</source>
        <translation>
            <numerusform>%1: %Ln item, %2 of popularity</numerusform>
            <numerusform>%1: %Ln items, %2 of popularity</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>You said %Ln times: %1</source>
        <translation>
            <numerusform>You said %Ln time: %1</numerusform>
            <numerusform>You said %Ln times: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items so far</source>
        <translation>
            <numerusform>%Ln item so far</numerusform>
            <numerusform>%Ln items so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Said of %Ln items so far; refresh to see what it moves.</source>
        <translation>
            <numerusform>Said of %Ln item so far; refresh to see what it moves.</numerusform>
            <numerusform>Said of %Ln items so far; refresh to see what it moves.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items are new, less than %1 days older than the newest, and counted apart.</source>
        <translation>
            <numerusform>%Ln item is new, less than %1 days older than the newest, and counted apart.</numerusform>
            <numerusform>%Ln items are new, less than %1 days older than the newest, and counted apart.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message numerus="yes">
        <source>Drop to import %Ln files, one after the other</source>
        <translation>
            <numerusform>Drop to import %Ln file</numerusform>
            <numerusform>Drop to import %Ln files, one after the other</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportCounts</name>
    <message numerus="yes">
        <source>%Ln items of “%1”</source>
        <translation>
            <numerusform>%Ln item of “%1”</numerusform>
            <numerusform>%Ln items of “%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Save %Ln items</source>
        <translation>
            <numerusform>Save %Ln item</numerusform>
            <numerusform>Save %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Preview of the first %Ln items</source>
        <translation>
            <numerusform>Preview of the first %Ln item</numerusform>
            <numerusform>Preview of the first %Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exported %Ln items to “%1” at %2.</source>
        <translation>
            <numerusform>Exported %Ln item to “%1” at %2.</numerusform>
            <numerusform>Exported %Ln items to “%1” at %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %Ln items at %1. Paste them where you want them.</source>
        <translation>
            <numerusform>Copied %Ln item at %1. Paste it where you want it.</numerusform>
            <numerusform>Copied %Ln items at %1. Paste them where you want them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln texts were too long for a workbook and were cut.</source>
        <translation>
            <numerusform>%Ln text was too long for a workbook and was cut.</numerusform>
            <numerusform>%Ln texts were too long for a workbook and were cut.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryCounts</name>
    <message numerus="yes">
        <source>Undo %Ln steps back to here</source>
        <translation>
            <numerusform>Undo %Ln step back to here</numerusform>
            <numerusform>Undo %Ln steps back to here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln steps were undone.</source>
        <translation>
            <numerusform>%Ln step was undone.</numerusform>
            <numerusform>%Ln steps were undone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln verdicts that count were given after %1.</source>
        <translation>
            <numerusform>%Ln verdict that counts was given after %1.</numerusform>
            <numerusform>%Ln verdicts that count were given after %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With them go %Ln changes of shelves and briefs.</source>
        <translation>
            <numerusform>With them goes %Ln change of shelves and briefs.</numerusform>
            <numerusform>With them go %Ln changes of shelves and briefs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln verdicts chosen.</source>
        <translation>
            <numerusform>%Ln verdict chosen.</numerusform>
            <numerusform>%Ln verdicts chosen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message numerus="yes">
        <source>%Ln lists</source>
        <translation>
            <numerusform>%Ln list</numerusform>
            <numerusform>%Ln lists</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln verdicts</source>
        <translation>
            <numerusform>%Ln verdict</numerusform>
            <numerusform>%Ln verdicts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message numerus="yes">
        <source>Saved %Ln rows to %1.</source>
        <translation>
            <numerusform>Saved %Ln row to %1.</numerusform>
            <numerusform>Saved %Ln rows to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %Ln rows</source>
        <translation>
            <numerusform>Import %Ln row</numerusform>
            <numerusform>Import %Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows ready</source>
        <translation>
            <numerusform>%Ln row ready</numerusform>
            <numerusform>%Ln rows ready</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them with problems</source>
        <translation>
            <numerusform>%Ln of them with problems</numerusform>
            <numerusform>%Ln of them with problems</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rows left out</source>
        <translation>
            <numerusform>%Ln row left out</numerusform>
            <numerusform>%Ln rows left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln blank</source>
        <translation>
            <numerusform>%Ln blank</numerusform>
            <numerusform>%Ln blank</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln not in this file; they stay</source>
        <translation>
            <numerusform>%Ln not in this file; it stays</numerusform>
            <numerusform>%Ln not in this file; they stay</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InsightCounts</name>
    <message numerus="yes">
        <source>%Ln lists</source>
        <translation>
            <numerusform>%Ln list</numerusform>
            <numerusform>%Ln lists</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only %Ln verdicts; do not compare yet.</source>
        <translation>
            <numerusform>Only %Ln verdict; do not compare yet.</numerusform>
            <numerusform>Only %Ln verdicts; do not compare yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LearningCounts</name>
    <message numerus="yes">
        <source>%Ln lists</source>
        <translation>
            <numerusform>%Ln list</numerusform>
            <numerusform>%Ln lists</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln verdicts</source>
        <translation>
            <numerusform>%Ln verdict</numerusform>
            <numerusform>%Ln verdicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln earlier lists no longer count.</source>
        <translation>
            <numerusform>%Ln earlier list no longer counts.</numerusform>
            <numerusform>%Ln earlier lists no longer count.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LookingBack</name>
    <message numerus="yes">
        <source>Exported %Ln verdicts to %1</source>
        <translation>
            <numerusform>Exported %Ln verdict to %1</numerusform>
            <numerusform>Exported %Ln verdicts to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Imported %1 of %Ln records.</source>
        <translation>
            <numerusform>Imported %1 of %Ln record.</numerusform>
            <numerusform>Imported %1 of %Ln records.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 refused, %2 blank, %Ln problems.</source>
        <translation>
            <numerusform>%1 refused, %2 blank, %Ln problem.</numerusform>
            <numerusform>%1 refused, %2 blank, %Ln problems.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message numerus="yes">
        <source>%Ln titles selected</source>
        <translation>
            <numerusform>%Ln title selected</numerusform>
            <numerusform>%Ln titles selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Middle %Ln as seeds</source>
        <translation>
            <numerusform>Middle %Ln as seeds</numerusform>
            <numerusform>Middle %Ln as seeds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadersCounts</name>
    <message numerus="yes">
        <source>%Ln readers</source>
        <translation>
            <numerusform>%Ln reader</numerusform>
            <numerusform>%Ln readers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln likes</source>
        <translation>
            <numerusform>%Ln like</numerusform>
            <numerusform>%Ln likes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln other views</source>
        <translation>
            <numerusform>%Ln other view</numerusform>
            <numerusform>%Ln other views</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReplayCounts</name>
    <message numerus="yes">
        <source>%Ln past lists</source>
        <translation>
            <numerusform>%Ln past list</numerusform>
            <numerusform>%Ln past lists</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln briefs</source>
        <translation>
            <numerusform>%Ln brief</numerusform>
            <numerusform>%Ln briefs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln accepted items</source>
        <translation>
            <numerusform>%Ln accepted item</numerusform>
            <numerusform>%Ln accepted items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionField</name>
    <message numerus="yes">
        <source>Only the %Ln titles chosen on the map</source>
        <translation>
            <numerusform>Only the %Ln title chosen on the map</numerusform>
            <numerusform>Only the %Ln titles chosen on the map</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen on the map</source>
        <translation>
            <numerusform>%Ln chosen on the map</numerusform>
            <numerusform>%Ln chosen on the map</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SemanticMap</name>
    <message numerus="yes">
        <source>%Ln titles by meaning</source>
        <translation>
            <numerusform>%Ln title by meaning</numerusform>
            <numerusform>%Ln titles by meaning</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln titles inside</source>
        <translation>
            <numerusform>%Ln title inside</numerusform>
            <numerusform>%Ln titles inside</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message numerus="yes">
        <source>%Ln items</source>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SuggestionsPage</name>
    <message numerus="yes">
        <source>%Ln suggestions</source>
        <translation>
            <numerusform>%Ln suggestion</numerusform>
            <numerusform>%Ln suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Use %Ln random items</source>
        <translation>
            <numerusform>Use %Ln random item</numerusform>
            <numerusform>Use %Ln random items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Use %Ln random tail items</source>
        <translation>
            <numerusform>Use %Ln random tail item</numerusform>
            <numerusform>Use %Ln random tail items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TailChart</name>
    <message numerus="yes">
        <source>Tail: the %Ln titles beyond the first %1 of popularity</source>
        <translation>
            <numerusform>Tail: the %Ln title beyond the first %1 of popularity</numerusform>
            <numerusform>Tail: the %Ln titles beyond the first %1 of popularity</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new titles are counted apart</source>
        <translation>
            <numerusform>%Ln new title is counted apart</numerusform>
            <numerusform>%Ln new titles are counted apart</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UndoCounts</name>
    <message numerus="yes">
        <source>%Ln items taken out</source>
        <translation>
            <numerusform>%Ln item taken out</numerusform>
            <numerusform>%Ln items taken out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items as they were before</source>
        <translation>
            <numerusform>%Ln item as it was before</numerusform>
            <numerusform>%Ln items as they were before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln interactions as they were before</source>
        <translation>
            <numerusform>%Ln interaction as it was before</numerusform>
            <numerusform>%Ln interactions as they were before</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counted</name>
    <message numerus="yes">
        <source>%Ln new items not counted</source>
        <translation>
            <numerusform>%Ln new item not counted</numerusform>
            <numerusform>%Ln new items not counted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln new items</source>
        <translation>
            <numerusform>%Ln new item</numerusform>
            <numerusform>%Ln new items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln days</source>
        <translation>
            <numerusform>%Ln day</numerusform>
            <numerusform>%Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln years</source>
        <translation>
            <numerusform>%Ln year</numerusform>
            <numerusform>%Ln years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 “%2”: %Ln items, at most %3</source>
        <translation>
            <numerusform>%1 “%2”: %Ln item, at most %3</numerusform>
            <numerusform>%1 “%2”: %Ln items, at most %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only %Ln topics, at least %1</source>
        <translation>
            <numerusform>Only %Ln topic, at least %1</numerusform>
            <numerusform>Only %Ln topics, at least %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: only %Ln different, at least %2</source>
        <translation>
            <numerusform>%1: only %Ln, at least %2</numerusform>
            <numerusform>%1: only %Ln different, at least %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln pairs nearly say the same, at most %1</source>
        <translation>
            <numerusform>%Ln pair nearly says the same, at most %1</numerusform>
            <numerusform>%Ln pairs nearly say the same, at most %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items are older than %1</source>
        <translation>
            <numerusform>%Ln item is older than %1</numerusform>
            <numerusform>%Ln items are older than %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln items outside %2 to %3</source>
        <translation>
            <numerusform>%1: %Ln item outside %2 to %3</numerusform>
            <numerusform>%1: %Ln items outside %2 to %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln items under %2</source>
        <translation>
            <numerusform>%1: %Ln item under %2</numerusform>
            <numerusform>%1: %Ln items under %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln items over %2</source>
        <translation>
            <numerusform>%1: %Ln item over %2</numerusform>
            <numerusform>%1: %Ln items over %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln without</source>
        <translation>
            <numerusform>%Ln without</numerusform>
            <numerusform>%Ln without</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln without a year</source>
        <translation>
            <numerusform>%Ln without a year</numerusform>
            <numerusform>%Ln without a year</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln warnings</source>
        <translation>
            <numerusform>%Ln warning</numerusform>
            <numerusform>%Ln warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not exported in the last %Ln days</source>
        <translation>
            <numerusform>Not exported in the last %Ln day</numerusform>
            <numerusform>Not exported in the last %Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln items are kept out</source>
        <translation>
            <numerusform>%Ln item is kept out</numerusform>
            <numerusform>%Ln items are kept out</numerusform>
        </translation>
    </message>
</context>
</TS>
